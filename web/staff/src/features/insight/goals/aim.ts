import type { Goal, GoalProgress } from "@/lib/api/schema";
import type { Grain } from "../filter/period";
import type { FigureFilter } from "../filter/search";

const same = (wanted: readonly string[] = [], shown: readonly string[] = []) =>
  wanted.length === shown.length && wanted.every((each) => shown.includes(each));

/** The goal for the figure that a page shows: of the same metric, of the same part, in the same time. */
export function goalFor(goals: readonly Goal[], metric: string, filter: FigureFilter): Goal | undefined {
  return goals.find(({ content: { measure } }) => {
    const { statistic = "value", clock = "calendar", of } = measure;
    return (
      measure.metric === metric &&
      (statistic === "value" || statistic === "median") &&
      clock === filter.clock &&
      same(of?.teams, filter.team) &&
      same(of?.people, filter.agent) &&
      same(of?.channels, filter.channel) &&
      same(of?.topics, filter.topic) &&
      same(of?.mailboxes, []) &&
      same(of?.priorities, [])
    );
  });
}

/** Where a value stands to a goal. */
export function standingOf(
  { content: { aim, target, edge } }: Goal,
  value: number,
): GoalProgress["standing"] {
  const within = (limit: number) => (aim === "at_most" ? value <= limit : value >= limit);
  if (within(target)) return "met";
  return within(edge) ? "near" : "missed";
}

/** The target of one point of a trend. A number is meant for the goal's whole stretch, so only such points have one. */
export function targetOf(goal: Goal | undefined, unit: string, grain: Grain): number | undefined {
  if (!goal || (unit === "count" && goal.content.every !== grain)) return undefined;
  return goal.content.target;
}
