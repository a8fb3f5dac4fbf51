import type { BacklogPart } from "../queries";

export const STAGES = ["new", "open", "pending", "on_hold"] as const;
export type Stage = (typeof STAGES)[number];

/** How many of an age, in every state. */
export interface AgeRow {
  from: number;
  to: number | null;
  total: number;
  by: Record<Stage, number>;
}

const isStage = (word: string): word is Stage => STAGES.some((stage) => stage === word);

/** The backlog by age, youngest first, with every team's together. */
export function byAge(parts: readonly BacklogPart[]): AgeRow[] {
  const rows = new Map<number, AgeRow>();
  for (const part of parts) {
    const row = rows.get(part.from_days) ?? {
      from: part.from_days,
      to: part.to_days ?? null,
      total: 0,
      by: { new: 0, open: 0, pending: 0, on_hold: 0 },
    };
    row.total += part.count;
    if (isStage(part.status)) row.by[part.status] += part.count;
    rows.set(part.from_days, row);
  }
  return [...rows.values()].sort((a, b) => a.from - b.from);
}

/** The backlog by team, the largest first. */
export function byTeam(parts: readonly BacklogPart[]): { team: string; total: number; old: number }[] {
  const teams = new Map<string, { team: string; total: number; old: number }>();
  for (const part of parts) {
    const team = part.team ?? "";
    const row = teams.get(team) ?? { team, total: 0, old: 0 };
    row.total += part.count;
    if (part.from_days >= 7) row.old += part.count;
    teams.set(team, row);
  }
  return [...teams.values()].sort((a, b) => b.total - a.total);
}
