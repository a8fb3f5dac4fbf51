import { expect, it } from "vitest";
import type { Figure } from "./figure";
import { isUnfinished } from "./unfinished";

const TODAY = "2026-03-31";
const days = (to: string) => ({ from: "2026-02-01", to });
const rate = (part: number): Figure => ({
  unit: "share",
  value: null,
  count: 100,
  part,
  mean: null,
  median: null,
  p90: null,
  interval: [0.5, 0.7],
  small: false,
  excluded: null,
});

it("what has become of young conversations is not finished for four weeks", () => {
  const of = (metric: string, part: number, to: string) => isUnfinished(metric, rate(part), days(to), TODAY);
  expect(of("resolution_rate_cohort", 60, "2026-03-31")).toBe(true);
  expect(of("resolution_rate_cohort", 60, "2026-03-04")).toBe(true);
  expect(of("resolution_rate_cohort", 60, "2026-03-03")).toBe(false);
});

it("is finished at once when all are solved, and for figures that do not ripen", () => {
  expect(isUnfinished("resolution_rate_cohort", rate(100), days(TODAY), TODAY)).toBe(false);
  expect(isUnfinished("reopen_rate", rate(10), days(TODAY), TODAY)).toBe(false);
});
