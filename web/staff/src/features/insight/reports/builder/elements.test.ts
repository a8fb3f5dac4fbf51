import { describe, expect, it } from "vitest";
import { blank, built, joint, metricsOf, narrowedBy, turned, WHATS } from "./elements";

describe("an element of a report", () => {
  it("begins with something sensible, whatever it is", () => {
    for (const what of WHATS) expect(blank(what).what).toBe(what);
    expect(metricsOf(blank("figures", "reopen_rate"))).toEqual(["created", "reopen_rate"]);
    expect(metricsOf(blank("text"))).toEqual([]);
  });

  it("keeps figure and filter when it is told in another way", () => {
    const trend = {
      ...blank("trend", "reopen_rate"),
      filter: { teams: ["team_1"], channels: [], topics: [] },
    };
    expect(turned(trend, "parts")).toEqual({
      what: "parts",
      metrics: ["reopen_rate"],
      by: "team",
      filter: { teams: ["team_1"], channels: [], topics: [] },
    });
    expect(turned(trend, "actions")).toEqual({ what: "actions" });
  });

  it("has a key of its own on the screen", () => {
    const element = blank("quotes");
    expect(built(element).key).not.toBe(built(element).key);
  });

  it("covers what the report and it have in common", () => {
    const plan = { teams: ["a", "b"], channels: [], topics: ["x"] };
    const narrow = { teams: ["b", "c"], channels: ["mail"], topics: [] };
    expect(joint(plan, narrow)).toEqual({ teams: ["b"], channels: ["mail"], topics: ["x"] });
    expect(joint(plan, undefined)).toEqual(plan);
    expect(narrowedBy(narrow)).toBe(3);
  });
});
