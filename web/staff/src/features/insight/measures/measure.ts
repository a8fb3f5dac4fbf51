import type { FigureMeasure } from "@/lib/api/schema";
import type { Unit } from "../figures/figure";
import type { Days } from "../filter/period";
import type { FigureFilter, InsightSearch } from "../filter/search";

/** The figure that a page shows, as one that can be watched, aimed at and acted on: everything but its days. */
export function measureOf(metric: string, unit: Unit, filter: FigureFilter): FigureMeasure {
  return {
    metric,
    statistic: unit === "duration" ? "median" : "value",
    clock: filter.clock,
    of: {
      teams: filter.team ?? [],
      people: filter.agent ?? [],
      channels: filter.channel ?? [],
      topics: filter.topic ?? [],
      mailboxes: [],
      priorities: [],
    },
  };
}

const some = (list: string[] | undefined) => (list && list.length > 0 ? list : undefined);

/** The filter bar that shows a measure over some days. */
export function searchOf(measure: FigureMeasure, days?: Days): InsightSearch {
  const { of } = measure;
  return {
    from: days?.from,
    to: days?.to,
    clock: measure.clock === "business" ? "business" : undefined,
    team: some(of?.teams),
    agent: some(of?.people),
    channel: some(of?.channels),
    topic: some(of?.topics),
  };
}

/** In which steps a person says how far a figure should move: minutes, percentage points, a number per day. */
export function stepOf(unit: Unit): number {
  if (unit === "duration") return 60;
  return unit === "share" ? 0.01 : 1;
}

/** Below what a value of a unit cannot lie, as a person writes it. */
export function leastOf(unit: Unit): number {
  if (unit === "points") return -100;
  return unit === "score" ? 1 : 0;
}
