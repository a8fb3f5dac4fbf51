import { useQuery } from "@tanstack/react-query";
import type { Days } from "../filter/period";
import { shifted } from "../filter/period";
import { useToday } from "../filter/useFilter";
import { insightSettingsQuery } from "../queries";
import type { Figure } from "./figure";

/** Figures whose past still changes: they ask of the conversations of some days what has become of them by now. */
const RIPENS = new Set(["resolution_rate_cohort"]);

/**
 * Whether a figure is not finished: its days are so short ago that what began in them is still being worked on. Compared
 * with older days it would look worse than it is.
 */
export function isUnfinished(
  metric: string,
  figure: Figure,
  days: Days,
  today: string,
  window: number,
): boolean {
  return RIPENS.has(metric) && figure.part < figure.count && shifted(days.to, window) >= today;
}

/** The usual window, until the server has said which is in use. */
const USUAL = 7;

/** Whether figures over some days are not finished; the window is that of first contact resolution. */
export function useUnfinished(days: Days): (metric: string, figure: Figure) => boolean {
  const today = useToday();
  const settings = useQuery({ ...insightSettingsQuery, staleTime: Number.POSITIVE_INFINITY }).data;
  const window = settings?.window_days ?? USUAL;
  return (metric, figure) => isUnfinished(metric, figure, days, today, window);
}
