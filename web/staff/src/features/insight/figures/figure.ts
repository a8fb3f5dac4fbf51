import type { Clock } from "../filter/search";
import { amount, cents, duration, share, signed } from "../numbers/format";

export type Unit = "count" | "share" | "duration" | "money";
export type Measure = "median" | "p90" | "mean";

/** A figure as the server gives it; durations are in seconds. */
export interface Figure {
  unit: Unit;
  /** How many things it rests on. */
  count: number;
  /** Of a share: how many of them. */
  part: number;
  /** Of durations the mean; of money what one costs. */
  mean: number | null;
  median: number | null;
  p90: number | null;
  /** Between which values it lies with 95 %. */
  interval: [number, number] | null;
  /** Rests on too little to conclude from it. */
  small: boolean;
}

/** What is shown of a figure; nothing when there was nothing to measure. */
export function shownOf(figure: Figure, measure: Measure = "median"): number | null {
  if (figure.unit === "count") return figure.part;
  if (figure.unit === "share") return figure.count === 0 ? null : figure.part / figure.count;
  return figure.unit === "money" ? figure.mean : figure[measure];
}

/** A value in the words of its unit. */
export function written(value: number, unit: Unit, locale: string, clock?: Clock): string {
  if (unit === "duration") return duration(value, locale, clock);
  if (unit === "money") return cents(value, locale);
  return unit === "share" ? share(value, locale) : amount(value, locale);
}

/** Which way of a metric is good. */
export type Good = "up" | "down" | "neither";

export interface Change {
  way: "up" | "down" | "same";
  /** Whether that is good; "chance" when what lies between may be nothing but that; "neither" where nobody can tell; "unfinished" while it still grows. */
  verdict: "better" | "worse" | "chance" | "neither" | "unfinished";
  text: string;
}

/** Whether both rest on enough and their intervals lie apart; null without intervals, when that cannot be told. */
function isSure(now: Figure, before: Figure): boolean | null {
  if (now.small || before.small) return false;
  if (!now.interval || !before.interval) return null;
  return now.interval[0] > before.interval[1] || before.interval[0] > now.interval[1];
}

/** How a figure moved: shares in percentage points, everything else in percent of what it was. */
export function changeOf(
  good: Good,
  figure: Figure,
  before: Figure | null,
  locale: string,
  points: string,
): Change | null {
  const [now, then] = [shownOf(figure), before && shownOf(before)];
  if (now === null || then === null || !before) return null;
  if (figure.unit !== "share" && then === 0) return null;
  const moved = figure.unit === "share" ? (now - then) * 100 : (now / then - 1) * 100;
  const rounded = Math.round(moved * 10) / 10;
  const text =
    figure.unit === "share"
      ? `${signed(rounded, locale)} ${points}`
      : signed(rounded / 100, locale, { style: "percent", maximumFractionDigits: 1 });
  if (rounded === 0) return { way: "same", verdict: "neither", text };
  const way = rounded > 0 ? "up" : "down";
  const sure = isSure(figure, before);
  if (good === "neither" || sure === null) return { way, verdict: "neither", text };
  if (!sure) return { way, verdict: "chance", text };
  return { way, verdict: good === way ? "better" : "worse", text };
}
