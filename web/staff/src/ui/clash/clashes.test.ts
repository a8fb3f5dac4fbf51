import { describe, expect, it } from "vitest";
import { alike, differences, isTouched, joined, leaves } from "./clashes";

const base = { name: "Support", team_ids: ["a"], imap: { host: "one.example", port: 993 }, active: true };

describe("what somebody else changed meanwhile", () => {
  it("is told field by field, with what was typed here", () => {
    const mine = { ...base, name: "Help", imap: { ...base.imap, port: "993" } };
    const theirs = { ...base, name: "Service", imap: { host: "two.example", port: 993 }, active: false };
    expect(differences(base, mine, theirs)).toEqual([
      { path: "name", theirs: "Service", mine: "Help", touched: true },
      { path: "imap.host", theirs: "two.example", mine: "one.example", touched: false },
      { path: "active", theirs: false, mine: true, touched: false },
    ]);
  });

  it("is nothing when both typed the same, or when only something else was typed here", () => {
    const theirs = { ...base, name: "Service" };
    expect(differences(base, { ...base, name: "Service" }, theirs)).toEqual([]);
    expect(differences(base, { ...base, name: "Help" }, base)).toEqual([]);
  });

  it("may be a value that was taken away, or that is new", () => {
    expect(
      differences({ attributes: { plan: "gold" } }, { attributes: { plan: "gold" } }, { attributes: {} }),
    ).toEqual([{ path: "attributes.plan", theirs: undefined, mine: "gold", touched: false }]);
    expect(differences({ attributes: {} }, { attributes: {} }, { attributes: { plan: "gold" } })).toEqual([
      { path: "attributes.plan", theirs: "gold", mine: undefined, touched: false },
    ]);
  });
});

describe("fields", () => {
  it("are alike when they mean the same", () => {
    for (const [one, other] of [
      [null, ""],
      [undefined, null],
      [993, "993"],
      [[], undefined],
      [["a"], ["a"]],
    ]) {
      expect(alike(one, other)).toBe(true);
    }
    for (const [one, other] of [
      [false, ""],
      [
        ["a", "b"],
        ["b", "a"],
      ],
      ["a", "A"],
    ]) {
      expect(alike(one, other)).toBe(false);
    }
  });

  it("know whether anything was typed", () => {
    expect(isTouched(base, { ...base, team_ids: ["a"] })).toBe(false);
    expect(isTouched(base, { ...base, team_ids: ["a", "b"] })).toBe(true);
    expect([...leaves(base).keys()]).toEqual(["name", "team_ids", "imap.host", "imap.port", "active"]);
  });
});

describe("another change while there are open choices", () => {
  it("asks again where something was typed, and keeps what was typed first", () => {
    const open = [
      { path: "name", theirs: "B", mine: "typed", touched: true, choice: "theirs" as const },
      { path: "role", theirs: "x", mine: "typed", touched: true, choice: "mine" as const },
      { path: "team", theirs: "1", mine: "2", touched: true, choice: null },
    ];
    const found = [
      { path: "name", theirs: "C", mine: "B", touched: false },
      { path: "role", theirs: "y", mine: "typed", touched: true },
    ];
    expect(joined(open, found)).toEqual([
      open[2],
      { path: "name", theirs: "C", mine: "typed", touched: false, choice: "theirs" },
      { path: "role", theirs: "y", mine: "typed", touched: true, choice: null },
    ]);
  });
});
