import { expect, it } from "vitest";
import { ownTeams } from "./ownTeams";

const teams = [{ id: "team_1", name: "Repairs" }];

it("a lead begins with their teams, a manager and an agent with what they may see", () => {
  expect(ownTeams({ permissions: ["insight.people.read"], teams })).toEqual({ team: ["team_1"] });
  expect(ownTeams({ permissions: ["insight.people.read", "insight.settings.manage"], teams })).toEqual({});
  expect(ownTeams({ permissions: ["insight.figures.read"], teams })).toEqual({});
  expect(ownTeams({ permissions: ["insight.people.read"], teams: [] })).toEqual({});
});
