import { describe, expect, it } from "vitest";
import {
  daysOf,
  grainOf,
  isDay,
  lengthOf,
  midnight,
  monday,
  PRESETS,
  partsOf,
  shiftedMonths,
} from "./period";

// A Thursday.
const TODAY = "2026-03-12";

describe("presets", () => {
  it.each([
    ["today", "2026-03-12", "2026-03-12"],
    ["yesterday", "2026-03-11", "2026-03-11"],
    ["this_week", "2026-03-09", "2026-03-12"],
    ["last_week", "2026-03-02", "2026-03-08"],
    ["last_28_days", "2026-02-13", "2026-03-12"],
    ["this_month", "2026-03-01", "2026-03-12"],
    ["last_month", "2026-02-01", "2026-02-28"],
    ["last_90_days", "2025-12-13", "2026-03-12"],
    ["last_12_months", "2025-03-13", "2026-03-12"],
  ] as const)("%s", (preset, from, to) => {
    expect(daysOf(preset, TODAY)).toEqual({ from, to });
  });

  it("are as long as their names say", () => {
    expect(lengthOf(daysOf("last_28_days", TODAY))).toBe(28);
    expect(lengthOf(daysOf("last_90_days", TODAY))).toBe(90);
    expect(lengthOf(daysOf("last_week", TODAY))).toBe(7);
  });

  it("never begin after they end", () => {
    for (const today of ["2024-02-29", "2026-01-01", "2026-03-30", "2026-11-02"]) {
      for (const preset of PRESETS) expect(lengthOf(daysOf(preset, today)), preset).toBeGreaterThan(0);
    }
  });
});

describe("days", () => {
  it("are those of the calendar", () => {
    expect(isDay("2024-02-29")).toBe(true);
    expect(isDay("2026-02-29")).toBe(false);
    expect(isDay("2026-2-9")).toBe(false);
    expect(isDay(20260209)).toBe(false);
  });

  it("know their Monday, Sundays too", () => {
    expect(monday("2026-03-15")).toBe("2026-03-09");
    expect(monday("2026-03-09")).toBe("2026-03-09");
  });

  it("go to the end of a shorter month", () => {
    expect(shiftedMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(shiftedMonths("2024-02-29", 12)).toBe("2025-02-28");
    expect(shiftedMonths("2026-01-15", -2)).toBe("2025-11-15");
  });
});

describe("the parts of a line", () => {
  it("are days, weeks or months by the length of the stretch", () => {
    expect(grainOf({ from: "2026-01-01", to: "2026-01-31" })).toBe("day");
    expect(grainOf(daysOf("last_90_days", TODAY))).toBe("week");
    expect(grainOf({ from: "2020-01-01", to: "2026-01-01" })).toBe("month");
  });

  it("are all there, in order", () => {
    const days = { from: "2026-02-27", to: "2026-03-10" };
    expect(partsOf(days, "day")).toHaveLength(12);
    expect(partsOf(days, "week")).toEqual(["2026-02-23", "2026-03-02", "2026-03-09"]);
    expect(partsOf(days, "month")).toEqual(["2026-02-01", "2026-03-01"]);
  });
});

describe("midnight", () => {
  it("is that of the zone, on days of a change of the clocks too", () => {
    expect(midnight("2026-03-12", "Europe/Berlin")).toBe("2026-03-11T23:00:00.000Z");
    expect(midnight("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
    expect(midnight("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
    expect(midnight("2026-07-01", "America/Sao_Paulo")).toBe("2026-07-01T03:00:00.000Z");
  });
});
