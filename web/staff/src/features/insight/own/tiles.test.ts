import { describe, expect, it } from "vitest";
import { moved } from "../moving/moved";
import { elementsOf, type Tile, tilesOf } from "./tiles";

const tile = (id: string, kind: Tile["kind"] = "figure"): Tile => ({ id, metric: "created", kind, by: "" });
const tiles = ["a", "b", "c"].map((id) => tile(id));
const order = (from: number, to: number) =>
  moved(tiles, from, to)
    .map((each) => each.id)
    .join("");

describe("moving a tile", () => {
  it("leaves the others in order", () => {
    expect(order(0, 2)).toBe("bca");
    expect(order(2, 0)).toBe("cab");
    expect(order(1, 1)).toBe("abc");
  });

  it("stops at the ends", () => {
    expect(order(0, -1)).toBe("abc");
    expect(order(2, 9)).toBe("abc");
    expect(order(7, 0)).toBe("abc");
  });
});

describe("laying tiles out", () => {
  const many = [
    "figure",
    "trend",
    "figure",
    "bars",
    "figure",
    "figure",
    "figure",
    "figure",
    "trend",
  ] as const;
  const elements = elementsOf(many.map((kind, index) => tile(String(index), kind)));

  it("lets none stand over another, nor over the edge", () => {
    for (const [index, a] of elements.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(12);
      for (const b of elements.slice(0, index)) {
        const apart =
          a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
        expect(apart, `${index}`).toBe(true);
      }
    }
  });

  it("reads them back in the same order", () => {
    expect(tilesOf([...elements].reverse()).map((each) => each.kind)).toEqual(many);
  });

  it("keeps what a tile is divided by", () => {
    const [element] = elementsOf([{ id: "x", kind: "bars", metric: "solved", by: "team" }]);
    expect(element).toMatchObject({ metrics: ["solved"], by: ["team"] });
    expect(tilesOf(element ? [element] : [])[0]).toMatchObject({ metric: "solved", by: "team" });
  });
});
