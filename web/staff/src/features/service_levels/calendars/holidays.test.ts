import { describe, expect, it } from "vitest";
import { dayText, holidayFaults, wholeHoliday, withHoliday } from "./holidays";

const holiday = (name: string, from: string, to = from) => wholeHoliday({ name, from, to });

describe("holidays", () => {
  it("stay in order of their days when one is added or changed", () => {
    const one = withHoliday([holiday("May", "2026-05-01")], null, holiday("New Year", "2026-01-01"));
    expect(one.map(({ name }) => name)).toEqual(["New Year", "May"]);
    const moved = withHoliday(one, 0, holiday("New Year", "2027-01-01"));
    expect(moved.map(({ name, from }) => [name, from])).toEqual([
      ["May", "2026-05-01"],
      ["New Year", "2027-01-01"],
    ]);
  });

  it("need a name, and days in their order", () => {
    expect(holidayFaults(holiday("Easter", "2026-04-05", "2026-04-06"))).toEqual({});
    expect(holidayFaults(holiday(" ", "", ""))).toEqual({
      name: "nameMissing",
      from: "dayMissing",
      to: "dayMissing",
    });
    expect(holidayFaults(holiday("Easter", "2026-04-06", "2026-04-05"))).toEqual({ to: "backwards" });
  });

  it("are on the day they name, whatever the reader's zone", () => {
    expect(dayText("2026-05-01", "en")).toBe("May 1, 2026");
    expect(dayText("2026-05-01", "de")).toBe("01.05.2026");
  });
});
