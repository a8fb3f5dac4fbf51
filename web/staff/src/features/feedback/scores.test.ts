import { describe, expect, it } from "vitest";
import { ends, figureText, percentText, SCALES } from "./scores";

describe("figures of surveys", () => {
  it.each([
    ["csat", 0.846, "85%"],
    ["nps", 42.4, "42"],
    ["nps", -12.6, "−13"],
    ["happiness", -0.2, "0"],
    ["ces", 5.55, "5.6"],
  ] as const)("writes %s %s as %s", (kind, value, text) => {
    expect(figureText(kind, value, "en")).toBe(text);
  });

  it("writes both ends alike", () => {
    const figure = { value: 0.5, low: 0.149, high: 0.851 };
    expect(ends(figure, (value) => percentText(value, "en"))).toEqual({ low: "15%", high: "85%" });
  });

  it("knows the scales", () => {
    expect(SCALES.nps).toHaveLength(11);
    expect(SCALES.ces.at(-1)).toBe(7);
  });
});
