const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((days) => days * DAY),
];

/** How far apart the lines of an axis of time are, so that about four of them have round names. */
export function durationStep(most: number): number {
  return STEPS.find((step) => step * 5 >= most) ?? Math.ceil(most / (500 * DAY)) * 100 * DAY;
}

/** The same for shares: up to the whole in quarters, small ones finer. */
export function shareStep(most: number): number {
  return [0.01, 0.02, 0.05, 0.1].find((step) => step * 5 >= most) ?? 0.25;
}
