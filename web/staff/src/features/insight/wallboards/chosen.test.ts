import { describe, expect, it } from "vitest";
import { chosenOf, contentFrom } from "./chosen";

const NOW = Date.parse("2026-03-15T08:00:00Z");

describe("what is chosen for a wallboard", () => {
  it("comes back as it was sent", () => {
    const content = {
      name: "Second floor",
      tiles: [
        { kind: "now" as const, what: "waiting" as const, at_most: 20 },
        { kind: "now" as const, what: "longest" as const, at_most: 5400 },
        { kind: "now" as const, what: "solved_today" as const, at_most: null },
        { kind: "goal" as const, goal: "goal_1" },
      ],
      teams: ["team_1"],
      expires_at: "2026-04-01T00:00:00Z",
    };
    const board = {
      id: "wall_1",
      hint: "qdw_x",
      seen_at: null,
      created_by: "pers_1",
      created_at: "",
      version: 1,
      content,
    };
    const chosen = chosenOf(board);
    expect(chosen.limits).toMatchObject({ waiting: 20, longest: 1.5 });
    expect(contentFrom(chosen, content.expires_at, NOW)).toEqual(content);
  });

  it("ends after so many days, or never", () => {
    const ending = contentFrom({ ...chosenOf(null), lifetime: "30" }, null, NOW);
    expect(ending.expires_at).toBe("2026-04-14T08:00:00.000Z");
    expect(contentFrom(chosenOf(null), null, NOW).expires_at).toBeNull();
  });
});
