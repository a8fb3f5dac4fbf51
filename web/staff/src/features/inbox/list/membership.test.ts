import { describe, expect, it } from "vitest";
import type { ConversationRow } from "@/lib/api/types";
import { belongs } from "./membership";

const base = {
  status: "open",
  priority: "normal",
  assignee: { id: "me", name: "Me" },
  team: { id: "t1", name: "T" },
  topic: null,
  tags: ["vip"],
} as unknown as ConversationRow;

describe("whether a conversation belongs to a view", () => {
  it.each([
    ["mine", {}, true],
    ["mine", { status: "solved" }, false],
    ["mine", { assignee: null }, false],
    ["unassigned", { assignee: null }, true],
    ["team:t1", {}, true],
    ["team:t2", {}, false],
    ["all", { status: "closed" }, false],
    ["solved", { status: "solved" }, true],
    ["view_1", {}, null],
    ["mentions", {}, null],
  ] as const)("%s with %o: %s", (view, change, expected) => {
    expect(belongs({ ...base, ...change } as ConversationRow, view, {}, "me")).toBe(expected);
  });

  it("respects filters, also those for finished ones", () => {
    const solved = { ...base, status: "solved" } as ConversationRow;
    expect(belongs(solved, "mine", { status: "solved" }, "me")).toBe(true);
    expect(belongs(base, "mine", { tag: "refund" }, "me")).toBe(false);
  });
});
