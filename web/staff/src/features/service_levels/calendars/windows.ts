import type { WorkWeek, WorkWindow } from "@/lib/api/schema";

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Day = (typeof DAYS)[number];
export type Week = Record<Day, WorkWindow[]>;

export const END_OF_DAY = 24 * 60;
const HOUR = 60;
const USUAL: WorkWindow = { from: 9 * HOUR, to: 17 * HOUR };

/** A week with all its days; the server leaves none out. */
export function wholeWeek(week: Partial<WorkWeek>): Week {
  return Object.fromEntries(DAYS.map((day) => [day, week[day] ?? []])) as Week;
}

/** Monday to Friday, nine to five. */
export function usualWeek(): Week {
  const week = wholeWeek({});
  return copyMonday({ ...week, monday: [USUAL] });
}

/** Minutes from midnight as a clock shows them: 570 → "09:30", 1440 → "24:00". */
export function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / HOUR))}:${two(minutes % HOUR)}`;
}

/** What people type for a time, as minutes from midnight: "9", "930", "9:30", "9.30", "24"; null for anything else. */
export function readClock(typed: string): number | null {
  const parts = /^(\d{1,2})(?:[:.h]?(\d\d))?$/.exec(typed.trim());
  if (!parts) return null;
  const [hours, minutes] = [Number(parts[1]), Number(parts[2] ?? 0)];
  const total = hours * HOUR + minutes;
  return minutes < HOUR && total <= END_OF_DAY ? total : null;
}

/** The window to offer after those that are there: an hour after the last one, as long as the day allows. */
export function nextWindow(windows: readonly WorkWindow[]): WorkWindow | null {
  const last = windows.at(-1);
  if (!last) return USUAL;
  const from = Math.min(last.to + HOUR, END_OF_DAY - HOUR);
  if (from < last.to) return null;
  return { from, to: Math.min(from + 4 * HOUR, END_OF_DAY) };
}

export type WindowFault = "order" | "overlap";

/** What is wrong with each window of a day, in their order. */
export function windowFaults(windows: readonly WorkWindow[]): (WindowFault | null)[] {
  return windows.map(({ from, to }, place) => {
    if (from >= to) return "order";
    const before = windows[place - 1];
    return before && before.to > from ? "overlap" : null;
  });
}

export function isSound(windows: readonly WorkWindow[]): boolean {
  return windowFaults(windows).every((fault) => fault === null);
}

/** The week with Monday's windows from Tuesday to Friday too. */
export function copyMonday(week: Week): Week {
  const workday = () => week.monday.map((window) => ({ ...window }));
  return { ...week, tuesday: workday(), wednesday: workday(), thursday: workday(), friday: workday() };
}

/** Open minutes of a week; windows that end before they begin count nothing. */
export function weekMinutes(week: Week): number {
  return DAYS.flatMap((day) => week[day]).reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
}

/** A day's windows in a line: "09:00–12:00, 13:00–17:00"; nothing when it is closed. */
export function windowsText(windows: readonly WorkWindow[]): string {
  return windows.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(", ");
}

/** A length in hours and minutes in the reader's notation: "1 h 30 min"; "0 min" for none. */
export function lengthText(minutes: number, locale: string): string {
  const unit = (value: number, name: "hour" | "minute") =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  const [hours, rest] = [Math.floor(minutes / HOUR), minutes % HOUR];
  const parts = [hours > 0 && unit(hours, "hour"), (rest > 0 || hours === 0) && unit(rest, "minute")];
  return parts.filter(Boolean).join(" ");
}
