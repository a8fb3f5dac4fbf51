import type { FigureMeasure } from "@/lib/api/schema";
import type { Unit } from "../figures/figure";
import { stepOf } from "./measure";

/** A measure as it is chosen in a form. */
export interface ChosenMeasure {
  metric: string;
  statistic: "median" | "p90" | "mean";
  /** Empty for the department, else "team:…" or "agent:…". */
  whose: string;
}

/** A measure that was chosen in a form. */
export function measureFrom({ metric, statistic, whose }: ChosenMeasure, unit: Unit): FigureMeasure {
  const [kind, id] = whose.split(":");
  return {
    metric,
    statistic: unit === "duration" ? statistic : "value",
    clock: "calendar",
    of: {
      teams: kind === "team" && id ? [id] : [],
      people: kind === "agent" && id ? [id] : [],
      channels: [],
      topics: [],
      mailboxes: [],
      priorities: [],
    },
  };
}

/** The form's choice for a measure that there is. */
export function chosenFrom(measure: FigureMeasure): ChosenMeasure {
  const [team, person] = [measure.of?.teams?.[0], measure.of?.people?.[0]];
  return {
    metric: measure.metric,
    statistic: measure.statistic === "p90" || measure.statistic === "mean" ? measure.statistic : "median",
    whose: person ? `agent:${person}` : team ? `team:${team}` : "",
  };
}

/** A value as it is typed (minutes, percent, a number) for the server; nothing typed is none. */
export function typedValue(typed: number | string, unit: Unit): number | null {
  if (typed === "") return null;
  const value = Number(typed) * stepOf(unit);
  return Number.isFinite(value) ? value : null;
}

/** A value of the server as it is typed, without the noise of computing. */
export function asTyped(value: number | null | undefined, unit: Unit): number | "" {
  return value == null ? "" : Math.round((value / stepOf(unit)) * 100) / 100;
}
