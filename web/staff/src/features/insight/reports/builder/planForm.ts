import type { ReportElement, ReportFilter, ReportPlanContent, ReportSchedule } from "@/lib/api/schema";
import type { Cadence } from "../packs";

/** A plan as its form has it: the schedule's fields are there even while there is none. */
export interface PlanValues {
  name: string;
  kind: ReportPlanContent["kind"];
  cadence: Cadence;
  language: ReportPlanContent["language"];
  clock: "calendar" | "business";
  filter: { teams: string[]; channels: string[]; topics: string[] };
  elements: ReportElement[];
  scheduled: boolean;
  schedule: ReportSchedule;
}

const USUAL: ReportSchedule = { day: 1, hour: 7, recipients: [], formats: ["pdf"], after_review: true };

const whole = (filter: ReportFilter | undefined): PlanValues["filter"] => ({
  teams: filter?.teams ?? [],
  channels: filter?.channels ?? [],
  topics: filter?.topics ?? [],
});

export function valuesOf(content: ReportPlanContent): PlanValues {
  const { name, kind, cadence, language, clock, filter, elements, schedule } = content;
  return {
    name,
    kind,
    cadence,
    language,
    clock: clock ?? "calendar",
    filter: whole(filter),
    elements: elements ?? [],
    scheduled: Boolean(schedule),
    schedule: schedule ?? USUAL,
  };
}

export function contentOf(values: PlanValues): ReportPlanContent {
  const { scheduled, schedule, elements, ...plan } = values;
  return {
    ...plan,
    name: plan.name.trim(),
    elements: plan.kind === "built" ? elements : [],
    schedule: scheduled ? schedule : null,
  };
}

/** Without anything in it there is nothing to report. */
export function isEmpty(values: PlanValues): boolean {
  return values.kind === "built" && values.elements.length === 0;
}
