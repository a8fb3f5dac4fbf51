import type { Clock } from "../filter/search";
import { amount, cents, duration, score, share, signed } from "../numbers/format";

export type Unit = "count" | "share" | "duration" | "points" | "score" | "money";
export type Measure = "median" | "p90" | "mean";

/** A figure as the server gives it; durations are in seconds. */
export interface Figure {
  unit: Unit;
  /** Points from −100 to 100, the mean of scores, what one costs; nothing for other units. */
  value: number | null;
  /** How many things it rests on. */
  count: number;
  /** Of a share or of points: how many of them count for it. */
  part: number;
  mean: number | null;
  median: number | null;
  p90: number | null;
  /** Between which values it lies with 95 %. */
  interval: [number, number] | null;
  /** Rests on too little to conclude from it. */
  small: boolean;
  /** Ratings that were left out with a reason; nothing for figures that rate nothing. */
  excluded: number | null;
}

/** What is shown of a figure; nothing when there was nothing to measure. */
export function shownOf(figure: Figure, measure: Measure = "median"): number | null {
  if (figure.unit === "count") return figure.part;
  if (figure.unit === "share") return figure.count === 0 ? null : figure.part / figure.count;
  if (figure.unit !== "duration") return figure.value;
  return figure[measure];
}

/** A value in the words of its unit. */
export function written(value: number, unit: Unit, locale: string, clock?: Clock): string {
  if (unit === "duration") return duration(value, locale, clock);
  if (unit === "points") return signed(value, locale);
  if (unit === "score") return score(value, locale);
  if (unit === "money") return cents(value, locale);
  return unit === "share" ? share(value, locale) : amount(value, locale);
}

const RATINGS = ["csat", "nps", "ces", "ces_easy", "happiness"];

/** Whether a metric rates us by the scores of surveys. */
export const isRating = (metric: string) => RATINGS.includes(metric);

/** Which way of a metric is good. */
export type Good = "up" | "down" | "neither";

export interface Change {
  way: "up" | "down" | "same";
  /** Whether that is good; "chance" when what lies between may be nothing but that; "neither" where nobody can tell; "unfinished" while it still grows. */
  verdict: "better" | "worse" | "chance" | "neither" | "unfinished";
  text: string;
}

/**
 * Whether both rest on enough and the interval of their difference leaves out that nothing changed; null without intervals,
 * when that cannot be told. The difference has the square-and-add interval that explanations have (`platform/statistics`):
 * that both intervals lie apart would ask for more than 95 %.
 */
function isSure(now: Figure, before: Figure, is: number, was: number): boolean | null {
  if (now.small || before.small) return false;
  if (!now.interval || !before.interval) return null;
  const [[low, high], [least, most]] = [now.interval, before.interval];
  const reach = is < was ? Math.hypot(high - is, was - least) : Math.hypot(is - low, most - was);
  return Math.abs(is - was) > reach;
}

/** By how much a value moved, as far as it is told, and in words. */
function moveOf(
  unit: Unit,
  now: number,
  then: number,
  locale: string,
  points: string,
): [number, string] | null {
  const told = (moved: number, digits: number) => Math.round(moved * 10 ** digits) / 10 ** digits;
  if (unit === "share") {
    const moved = told((now - then) * 100, 1);
    return [moved, `${signed(moved, locale)} ${points}`];
  }
  if (unit === "points" || unit === "score") {
    const digits = unit === "score" ? 2 : 1;
    const moved = told(now - then, digits);
    return [moved, signed(moved, locale, { maximumFractionDigits: digits })];
  }
  if (then === 0) return null;
  const moved = told((now / then - 1) * 100, 1);
  return [moved, signed(moved / 100, locale, { style: "percent", maximumFractionDigits: 1 })];
}

/**
 * How a figure moved: shares in percentage points, balances and scores by their difference, everything else in percent
 * of what it was.
 */
export function changeOf(
  good: Good,
  figure: Figure,
  before: Figure | null,
  locale: string,
  points: string,
): Change | null {
  const [now, then] = [shownOf(figure), before && shownOf(before)];
  if (now === null || then === null || !before) return null;
  const move = moveOf(figure.unit, now, then, locale, points);
  if (!move) return null;
  const [rounded, text] = move;
  if (rounded === 0) return { way: "same", verdict: "neither", text };
  const way = rounded > 0 ? "up" : "down";
  const sure = isSure(figure, before, now, then);
  if (good === "neither" || sure === null) return { way, verdict: "neither", text };
  if (!sure) return { way, verdict: "chance", text };
  return { way, verdict: good === way ? "better" : "worse", text };
}
