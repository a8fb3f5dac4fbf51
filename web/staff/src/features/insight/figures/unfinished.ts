import { type Days, shifted } from "../filter/period";
import { useToday } from "../filter/useFilter";
import type { Figure } from "./figure";

/** Figures whose past still changes: they ask of the conversations of some days what has become of them by now. */
const RIPENS = new Set(["resolution_rate_cohort", "survey_response_rate"]);

/** So many days after the last one what has become of conversations hardly changes any more; reports say the same. */
const SETTLES = 28;

/**
 * Whether a figure is not finished: its days are so short ago that what began in them is still being worked on. Compared
 * with older days it would look worse than it is.
 */
export function isUnfinished(metric: string, figure: Figure, days: Days, today: string): boolean {
  return RIPENS.has(metric) && figure.part < figure.count && shifted(days.to, SETTLES) > today;
}

/** Whether figures over some days are not finished. */
export function useUnfinished(days: Days): (metric: string, figure: Figure) => boolean {
  const today = useToday();
  return (metric, figure) => isUnfinished(metric, figure, days, today);
}
