import { describe, expect, it } from "vitest";
import { neighbour, toggled } from "./selection";

const order = ["a", "b", "c", "d"];

describe("ticking rows", () => {
  it("adds and takes away", () => {
    expect([...toggled(new Set(["a"]), order, "b", null, false)]).toEqual(["a", "b"]);
    expect([...toggled(new Set(["a"]), order, "a", null, false)]).toEqual([]);
  });

  it("takes a whole stretch with Shift, in both directions", () => {
    expect([...toggled(new Set(["d"]), order, "b", "d", true)].sort()).toEqual(["b", "c", "d"]);
    expect([...toggled(new Set(["a"]), order, "c", "a", true)].sort()).toEqual(["a", "b", "c"]);
  });
});

describe("the neighbour", () => {
  it("stops at the ends and begins at the top", () => {
    expect(neighbour(order, null, 1)).toBe("a");
    expect(neighbour(order, "b", 1)).toBe("c");
    expect(neighbour(order, "a", -1)).toBeNull();
    expect(neighbour(order, "d", 1)).toBeNull();
  });
});
