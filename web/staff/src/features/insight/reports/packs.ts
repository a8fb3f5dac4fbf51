import type { ReportPlan, ReportPlanContent } from "@/lib/api/schema";
import { type Days, monday, shifted, shiftedMonths } from "../filter/period";

export type Cadence = ReportPlanContent["cadence"];

/** The last whole week, month or quarter before a day. */
export function lastWhole(cadence: Cadence, today: string): Days {
  if (cadence === "week") {
    return { from: shifted(monday(today), -7), to: shifted(monday(today), -1) };
  }
  const month = Number(today.slice(5, 7));
  const back = cadence === "month" ? 0 : (month - 1) % 3;
  const begin = shiftedMonths(`${today.slice(0, 8)}01`, -back);
  return { from: shiftedMonths(begin, cadence === "month" ? -1 : -3), to: shifted(begin, -1) };
}

/** The executive pack of everybody, when there is a plan of it already. */
export function packOf(plans: readonly ReportPlan[], cadence: Cadence): ReportPlan | undefined {
  return plans.find(
    ({ content: { kind, filter, cadence: every } }) =>
      kind === "executive" &&
      every === cadence &&
      [...(filter?.teams ?? []), ...(filter?.channels ?? []), ...(filter?.topics ?? [])].length === 0,
  );
}

/** A plan of nothing yet. */
export function blankPlan(
  name: string,
  kind: ReportPlanContent["kind"],
  cadence: Cadence,
  language: "en" | "de",
) {
  return {
    name,
    kind,
    cadence,
    language,
    clock: "calendar",
    filter: { teams: [], channels: [], topics: [] },
    elements: [],
    schedule: null,
  } satisfies ReportPlanContent;
}
