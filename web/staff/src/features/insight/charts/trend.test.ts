import { describe, expect, it } from "vitest";
import { durationStep, shareStep } from "./steps";
import { partOfPin } from "./trend";

describe("the axis of time", () => {
  it("has few lines with round names", () => {
    expect(durationStep(4 * 3600)).toBe(3600);
    expect(durationStep(7 * 3600)).toBe(2 * 3600);
    expect(durationStep(50)).toBe(10);
    expect(durationStep(3 * 86_400)).toBe(86_400);
    for (const most of [1, 100, 5_000, 90_000, 2_000_000, 90_000_000]) {
      expect(most / durationStep(most), String(most)).toBeLessThanOrEqual(5);
    }
  });
});

it("ends an axis of shares at the whole", () => {
  expect([0.04, 0.3, 0.93, 1].map(shareStep)).toEqual([0.01, 0.1, 0.25, 0.25]);
});

it("pins a note at the part its day lies in", () => {
  const points = ["2026-03-02", "2026-03-09", "2026-03-16"].map((day) => ({ day, label: day, value: 1 }));
  expect(partOfPin(points, { day: "2026-03-11", text: "" })).toBe(1);
  expect(partOfPin(points, { day: "2026-03-16", text: "" })).toBe(2);
  expect(partOfPin(points, { day: "2026-02-01", text: "" })).toBe(-1);
});
