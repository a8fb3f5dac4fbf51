import { describe, expect, it } from "vitest";
import { filterOf, narrowedBy, readInsightSearch } from "./search";

const TODAY = "2026-03-12";

describe("the filter bar in the address", () => {
  it("is empty for the usual", () => {
    const search = readInsightSearch({ period: "last_28_days", against: "previous", clock: "calendar" });
    expect(Object.values(search).every((value) => value === undefined)).toBe(true);
    expect(filterOf(search, TODAY)).toMatchObject({ from: "2026-02-13", to: TODAY, clock: "calendar" });
  });

  it("keeps what was chosen, twice read too", () => {
    const typed = { period: "last_week", against: "year", clock: "business", team: ["team_1", "team_2"] };
    const once = readInsightSearch(typed);
    expect(once).toMatchObject(typed);
    expect(readInsightSearch({ ...once })).toEqual(once);
    expect(narrowedBy(once)).toBe(1);
  });

  it("takes own days before a preset, and only whole ones in order", () => {
    const own = readInsightSearch({ period: "last_week", from: "2026-01-01", to: "2026-01-31" });
    expect(own.period).toBeUndefined();
    expect(filterOf(own, TODAY)).toMatchObject({ from: "2026-01-01", to: "2026-01-31" });
    const backwards = readInsightSearch({ period: "last_week", from: "2026-02-01", to: "2026-01-01" });
    expect(backwards).toMatchObject({ period: "last_week", from: undefined, to: undefined });
    expect(readInsightSearch({ from: "2026-02-30", to: "2026-03-01" }).from).toBeUndefined();
  });

  it("takes no nonsense", () => {
    const search = readInsightSearch({ period: "forever", against: 7, clock: {}, team: ["", 3], topic: "x" });
    expect(search).toMatchObject({ period: undefined, against: undefined, clock: undefined });
    expect(search.team).toBeUndefined();
    expect(search.topic).toEqual(["x"]);
  });
});
