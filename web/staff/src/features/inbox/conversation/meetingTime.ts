import type { CalendarTime } from "@/lib/api/types";
import type { Reading } from "@/lib/time/format";

/** A time of a calendar, in words. */
export interface MeetingTime {
  /** In the reader's zone when the instant is known, else as the calendar tells it. */
  words: string;
  /** The same where the meeting is, when clocks there show something else or nobody knows. */
  there: string | null;
}

const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;
const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}

/** `from` and `to` as one range; a calendar's last whole day is the one before its end. */
export function meetingTime(
  starts: CalendarTime | null | undefined,
  ends: CalendarTime | null | undefined,
  reading: Reading,
): MeetingTime | null {
  if (!starts) return null;
  if (!starts.local.includes("T"))
    return { words: wholeDays(starts.local, ends?.local, reading), there: null };
  // Wall clocks are formatted as if they were UTC: nothing is moved.
  const wall = (time: CalendarTime) => Date.parse(`${time.local}Z`);
  const range = (from: number, to: number | null, zone: string, named: boolean) => {
    const options = { ...DAY, ...CLOCK, ...(named ? { timeZoneName: "short" as const } : {}) };
    const written = format(reading.locale, zone, options);
    return to !== null && to > from ? written.formatRange(from, to) : written.format(from);
  };
  const there = `${range(wall(starts), ends ? wall(ends) : null, "UTC", false)}${starts.zone ? ` (${starts.zone})` : ""}`;
  if (!starts.at) return { words: there, there: null };
  const from = Date.parse(starts.at);
  const words = range(from, ends?.at ? Date.parse(ends.at) : null, reading.zone, true);
  const clock = (zone: string, at: number) => format("en-GB", zone, { ...DAY, ...CLOCK }).format(at);
  const same = clock(reading.zone, from) === clock("UTC", wall(starts));
  return { words, there: same || starts.zone === "UTC" ? null : there };
}

function wholeDays(first: string, end: string | undefined, { locale }: Reading): string {
  const day = 24 * 60 * 60 * 1000;
  const from = Date.parse(`${first}T00:00:00Z`);
  const last = end ? Date.parse(`${end.slice(0, 10)}T00:00:00Z`) - day : from;
  const written = format(locale, "UTC", DAY);
  return last > from ? written.formatRange(from, last) : written.format(from);
}
