import type { Counts, SavedView } from "@/lib/api/types";

/** The views every house has, in the order of the rail. */
export const FIXED_VIEWS = ["mine", "mentions", "unassigned", "waiting", "all", "solved"] as const;
export type FixedView = (typeof FIXED_VIEWS)[number];

export function isFixed(view: string): view is FixedView {
  return FIXED_VIEWS.some((each) => each === view);
}

/** The number beside a view; null where none is kept. */
export function countOf(view: string, counts: Counts | undefined): number | null {
  if (!counts) return null;
  if (view === "mine") return counts.mine;
  if (view === "mentions") return counts.mentions;
  if (view === "unassigned") return counts.unassigned;
  if (view === "waiting") return counts.waiting;
  if (view === "all") return counts.all;
  return null;
}

/** The name of a view that is a team's queue or a saved view; null when it is neither or not known yet. */
export function nameOf(
  view: string,
  counts: Counts | undefined,
  saved: SavedView[] | undefined,
): string | null {
  if (view.startsWith("team:")) return counts?.teams.find((team) => `team:${team.id}` === view)?.name ?? null;
  return saved?.find((each) => each.id === view)?.name ?? null;
}
