import { expect, it } from "vitest";
import { civilHour, nextDue } from "./due";

// A Thursday.
const now = { day: "2026-03-12", hour: 9 };

it.each([
  ["week", 1, 7, "2026-03-16"],
  ["week", 4, 10, "2026-03-12"],
  ["week", 4, 9, "2026-03-19"],
  ["week", 7, 0, "2026-03-15"],
  ["month", 28, 7, "2026-03-28"],
  ["month", 2, 7, "2026-04-02"],
  ["quarter", 3, 7, "2026-04-03"],
] as const)("the next report every %s on day %i at %i is made on %s", (cadence, day, hour, due) => {
  expect(nextDue(cadence, day, hour, now)).toBe(due);
});

it("the last quarter of a year is followed by the next year's first", () => {
  expect(nextDue("quarter", 5, 7, { day: "2026-11-22", hour: 18 })).toBe("2027-01-05");
});

it("a clock stands where its zone says", () => {
  const at = Date.parse("2026-03-12T23:30:00Z");
  expect(civilHour(at, "Europe/Berlin")).toEqual({ day: "2026-03-13", hour: 0 });
  expect(civilHour(at, "America/New_York")).toEqual({ day: "2026-03-12", hour: 19 });
});
