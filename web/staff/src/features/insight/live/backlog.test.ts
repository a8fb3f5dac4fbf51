import { expect, it } from "vitest";
import { byAge, byTeam } from "./backlog";

const part = (team: string | null, status: string, from_days: number, count: number) => ({
  team,
  status,
  from_days,
  to_days: from_days === 90 ? null : from_days + 1,
  count,
});
const parts = [
  part("team_1", "open", 7, 4),
  part("team_2", "open", 0, 3),
  part("team_1", "pending", 0, 2),
  part(null, "new", 90, 1),
];

it("adds teams up by age and state, youngest first", () => {
  const rows = byAge(parts);
  expect(rows.map((row) => [row.from, row.total])).toEqual([
    [0, 5],
    [7, 4],
    [90, 1],
  ]);
  expect(rows[0]?.by).toEqual({ new: 0, open: 3, pending: 2, on_hold: 0 });
  expect(rows[2]?.to).toBeNull();
});

it("adds ages up by team, and knows which are older than a week", () => {
  expect(byTeam(parts)).toEqual([
    { team: "team_1", total: 6, old: 4 },
    { team: "team_2", total: 3, old: 0 },
    { team: "", total: 1, old: 1 },
  ]);
});
