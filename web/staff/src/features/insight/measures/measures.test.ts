import { describe, expect, it } from "vitest";
import { asTyped, chosenFrom, measureFrom, typedValue } from "./chosen";
import { measureOf, searchOf } from "./measure";

const filter = { from: "2026-03-01", to: "2026-03-31", clock: "calendar", team: ["team_1"] } as const;

describe("a measure", () => {
  it("is the figure of a page without its days, and leads back to it", () => {
    const measure = measureOf("first_response_time", "duration", { ...filter, team: ["team_1"] });
    expect(measure).toMatchObject({ statistic: "median", of: { teams: ["team_1"], people: [] } });
    expect(searchOf(measure, filter)).toMatchObject({
      team: ["team_1"],
      from: "2026-03-01",
      agent: undefined,
    });
    expect(measureOf("reopen_rate", "share", { ...filter, team: undefined }).statistic).toBe("value");
  });

  it("comes out of a form as it went in", () => {
    for (const whose of ["", "team:team_1", "agent:pers_1"]) {
      const chosen = { metric: "first_response_time", statistic: "p90", whose } as const;
      expect(chosenFrom(measureFrom(chosen, "duration"))).toEqual(chosen);
    }
    expect(measureFrom({ metric: "created", statistic: "p90", whose: "" }, "count").statistic).toBe("value");
  });
});

describe("values in forms", () => {
  it("are minutes, percent and numbers", () => {
    expect(typedValue(90, "duration")).toBe(5400);
    expect(typedValue("25", "share")).toBe(0.25);
    expect(typedValue(12, "count")).toBe(12);
    expect(typedValue("", "share")).toBeNull();
  });

  it("come back without noise", () => {
    expect(asTyped(0.29, "share")).toBe(29);
    expect(asTyped(5400, "duration")).toBe(90);
    expect(asTyped(null, "count")).toBe("");
  });
});
