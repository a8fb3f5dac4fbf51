import { describe, expect, it } from "vitest";
import type { Command } from "@/lib/keys/commands";
import { matchCommands } from "./matchCommands";

const command = (id: string, label: string, more: Partial<Command> = {}): Command => ({
  id,
  label,
  group: "Go to",
  run: () => undefined,
  ...more,
});
const all = [
  command("a", "Set the status"),
  command("b", "Assign"),
  command("c", "Zurückstellen", { keywords: "snooze" }),
  command("d", "Next", { palette: false }),
];
const found = (query: string) => matchCommands(all, query).map((each) => each.id);

describe("the palette", () => {
  it("puts beginnings before words before scattered letters", () => {
    expect(found("s")[0]).toBe("a");
    expect(found("as")[0]).toBe("b");
    expect(found("stat")).toEqual(["a"]);
  });

  it("finds by other words and without accents", () => {
    expect(found("snooze")).toEqual(["c"]);
    expect(found("zuruck")).toEqual(["c"]);
  });

  it("leaves movement keys out", () => {
    expect(found("")).toEqual(["a", "b", "c"]);
  });

  it("shows a command registered twice once, the later one", () => {
    const twice = [command("x", "Old"), command("x", "New")];
    expect(matchCommands(twice, "").map((each) => each.label)).toEqual(["New"]);
  });
});
