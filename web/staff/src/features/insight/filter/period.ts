/** Whole days of the company's calendar as `2026-11-22`; the last one belongs to the stretch. */
export interface Days {
  from: string;
  to: string;
}

export const PRESETS = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "last_28_days",
  "this_month",
  "last_month",
  "last_90_days",
  "last_12_months",
] as const;
export type Preset = (typeof PRESETS)[number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MILLISECONDS = 86_400_000;

const instant = (day: string) => Date.parse(`${day}T00:00:00Z`);
const civil = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Whether the text is a day that exists. */
export function isDay(text: unknown): text is string {
  return typeof text === "string" && DAY.test(text) && civil(instant(text) || 0) === text;
}

/** The instant at which a day begins in a zone. */
export function midnight(day: string, zone: string): string {
  const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const offset = (at: number) => Date.parse(`${wall.format(at).replace(" ", "T")}Z`) - at;
  const plain = instant(day);
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  return new Date(plain - offset(plain - offset(plain))).toISOString();
}

/** The day so many days later; earlier when negative. */
export function shifted(day: string, days: number): string {
  return civil(instant(day) + days * MILLISECONDS);
}

/** The same day so many months later, or the last one of that month when it has no such day. */
export function shiftedMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return civil(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** How many days the stretch has. */
export function lengthOf({ from, to }: Days): number {
  return Math.round((instant(to) - instant(from)) / MILLISECONDS) + 1;
}

/** The Monday of the day's week. */
export function monday(day: string): string {
  const weekday = (new Date(instant(day)).getUTCDay() + 6) % 7;
  return shifted(day, -weekday);
}

const firstOfMonth = (day: string) => `${day.slice(0, 8)}01`;

/** The days that a preset means on a given day. Stretches that are not over end with that day. */
export function daysOf(preset: Preset, today: string): Days {
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: shifted(today, -1), to: shifted(today, -1) };
    case "this_week":
      return { from: monday(today), to: today };
    case "last_week":
      return { from: shifted(monday(today), -7), to: shifted(monday(today), -1) };
    case "last_28_days":
      return { from: shifted(today, -27), to: today };
    case "this_month":
      return { from: firstOfMonth(today), to: today };
    case "last_month":
      return { from: shiftedMonths(firstOfMonth(today), -1), to: shifted(firstOfMonth(today), -1) };
    case "last_90_days":
      return { from: shifted(today, -89), to: today };
    case "last_12_months":
      return { from: shifted(shiftedMonths(today, -12), 1), to: today };
  }
}

export const GRAINS = ["day", "week", "month"] as const;
export type Grain = (typeof GRAINS)[number];

/** How a stretch is divided for a line: enough points to see, few enough to read. */
export function grainOf(days: Days): Grain {
  const length = lengthOf(days);
  if (length <= 45) return "day";
  return length <= 800 ? "week" : "month";
}

/** The first days of all parts of a stretch, in order, those without anything in them too. */
export function partsOf(days: Days, grain: Grain): string[] {
  const parts: string[] = [];
  let at = grain === "day" ? days.from : grain === "week" ? monday(days.from) : firstOfMonth(days.from);
  while (at <= days.to) {
    parts.push(at);
    at = grain === "month" ? shiftedMonths(at, 1) : shifted(at, grain === "week" ? 7 : 1);
  }
  return parts;
}
