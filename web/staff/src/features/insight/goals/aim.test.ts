import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/api/schema";
import { goalFor, standingOf, targetOf } from "./aim";

const filter = { from: "2026-03-01", to: "2026-03-31", clock: "calendar" } as const;

const nothing = { teams: [], people: [], channels: [], topics: [], mailboxes: [], priorities: [] };

function goal(content: Partial<Goal["content"]>): Goal {
  const measure = { metric: "first_response_time", statistic: "median", clock: "calendar" } as const;
  const usual = { name: "", measure, aim: "at_most", target: 3600, edge: 5400, every: "month" } as const;
  return { content: { ...usual, ...content } } as Goal;
}

describe("the goal of a figure", () => {
  const whole = goal({});
  const team = goal({
    measure: { metric: "first_response_time", statistic: "median", of: { ...nothing, teams: ["team_1"] } },
  });

  it("is that of the same part", () => {
    expect(goalFor([team, whole], "first_response_time", filter)).toBe(whole);
    expect(goalFor([whole, team], "first_response_time", { ...filter, team: ["team_1"] })).toBe(team);
    expect(
      goalFor([whole, team], "first_response_time", { ...filter, team: ["team_1", "team_2"] }),
    ).toBeUndefined();
    expect(goalFor([whole], "first_response_time", { ...filter, topic: ["topic_1"] })).toBeUndefined();
  });

  it("is none of another metric, statistic or clock", () => {
    expect(goalFor([whole], "full_resolution_time", filter)).toBeUndefined();
    expect(goalFor([whole], "first_response_time", { ...filter, clock: "business" })).toBeUndefined();
    const slowest = goal({ measure: { metric: "first_response_time", statistic: "p90" } });
    expect(goalFor([slowest], "first_response_time", filter)).toBeUndefined();
  });
});

it("a value is met, near or missed by the side that is good", () => {
  expect([3600, 5400, 5401].map((value) => standingOf(goal({}), value))).toEqual(["met", "near", "missed"]);
  const most = goal({ aim: "at_least", target: 0.9, edge: 0.8 });
  expect([0.9, 0.85, 0.7].map((value) => standingOf(most, value))).toEqual(["met", "near", "missed"]);
});

it("a number for a month is no target for a day", () => {
  const monthly = goal({ target: 500, every: "month" });
  expect(targetOf(monthly, "count", "day")).toBeUndefined();
  expect(targetOf(monthly, "count", "month")).toBe(500);
  expect(targetOf(goal({}), "duration", "day")).toBe(3600);
  expect(targetOf(undefined, "duration", "day")).toBeUndefined();
});
