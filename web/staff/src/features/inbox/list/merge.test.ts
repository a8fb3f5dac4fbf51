import { describe, expect, it } from "vitest";
import type { ConversationRow } from "@/lib/api/types";
import type { Pages } from "@/lib/query/optimistic";
import { mergeFirstPage, rowsOf } from "./merge";

const row = (id: string, version = 1) => ({ id, version }) as ConversationRow;
const loaded: Pages<ConversationRow> = {
  pages: [
    { items: [row("a"), row("b"), row("c")], next_cursor: "c" },
    { items: [row("d"), row("e")], next_cursor: "e" },
  ],
  pageParams: [undefined, "c"],
};
const ids = (pages: Pages<ConversationRow>) => rowsOf(pages).map((each) => each.id);

describe("bringing a list up to date", () => {
  it("puts new work on top and keeps what it pushed down", () => {
    const fresh = { items: [row("n"), row("a"), row("b")], next_cursor: "b" };
    expect(ids(mergeFirstPage(loaded, fresh, new Map(), new Set()))).toEqual(["n", "a", "b", "c", "d", "e"]);
  });

  it("moves a row of a later page to the top without showing it twice", () => {
    const fresh = { items: [row("e", 2), row("a"), row("b")], next_cursor: "b" };
    const merged = mergeFirstPage(loaded, fresh, new Map([["e", row("e", 2)]]), new Set());
    expect(ids(merged)).toEqual(["e", "a", "b", "c", "d"]);
  });

  it("drops what left the view and renews what only changed", () => {
    const fresh = { items: [row("a"), row("c"), row("d")], next_cursor: "d" };
    const merged = mergeFirstPage(loaded, fresh, new Map([["e", row("e", 7)]]), new Set(["b"]));
    expect(ids(merged)).toEqual(["a", "c", "d", "e"]);
    expect(rowsOf(merged).find((each) => each.id === "e")?.version).toBe(7);
  });

  it("believes a page that is the whole list", () => {
    const fresh = { items: [row("a")], next_cursor: null };
    expect(ids(mergeFirstPage(loaded, fresh, new Map(), new Set()))).toEqual(["a"]);
  });

  it("goes on loading where the loaded rows end", () => {
    const fresh = { items: [row("n"), row("a"), row("b")], next_cursor: "b" };
    const merged = mergeFirstPage(loaded, fresh, new Map(), new Set());
    expect(merged.pages.at(-1)?.next_cursor).toBe("e");
  });
});
