import { describe, expect, it } from "vitest";
import type { Figure } from "./figure";
import { rowsOf, sorted } from "./splitRows";

const figure = (median: number | null, small = false): Figure => ({
  unit: "duration",
  value: null,
  count: small ? 3 : 300,
  part: 0,
  mean: median,
  median,
  p90: median,
  interval: null,
  small,
  excluded: null,
});
const line = (part: string, median: number | null, small = false) => ({
  parts: [part],
  figure: figure(median, small),
  before: null,
});
const names: Record<string, string> = { a: "Anna", b: "Ben", c: "Cleo", d: "Dora", "": "Nobody" };
const rows = rowsOf(
  ["time", "other"],
  new Map([
    ["time", [line("c", 30), line("a", 20), line("b", 10, true), line("", null)]],
    ["other", [line("d", 5)]],
  ]),
  (part) => names[part] ?? part,
);
const order = (down: boolean, fair: boolean) =>
  sorted(rows, { column: "time", down }, "en", fair).map((row) => row.name);

describe("rows of a comparison", () => {
  it("hold every part that any metric knows", () => {
    expect(rows.map((row) => row.part).sort()).toEqual(["", "a", "b", "c", "d"]);
    expect(rows.find((row) => row.part === "d")?.figures.get("other")?.median).toBe(5);
  });

  it("stand by name at first, what belongs to none last", () => {
    const byName = sorted(rows, { column: "name", down: false }, "en", false).map((row) => row.name);
    expect(byName).toEqual(["Anna", "Ben", "Cleo", "Dora", "Nobody"]);
  });

  it("stand by value, those without one last in both ways", () => {
    expect(order(false, false)).toEqual(["Ben", "Anna", "Cleo", "Dora", "Nobody"]);
    expect(order(true, false)).toEqual(["Cleo", "Anna", "Ben", "Dora", "Nobody"]);
  });

  it("rank no person by a small sample", () => {
    expect(order(false, true)).toEqual(["Anna", "Cleo", "Ben", "Dora", "Nobody"]);
  });
});
