import type { Calendar } from "@/lib/api/schema";
import { sorted, wholeHoliday } from "./holidays";
import { wholeWeek } from "./windows";

/** What a form about a calendar holds. */
export function valuesOf(calendar: Calendar) {
  return {
    name: calendar.name,
    time_zone: calendar.time_zone,
    week: wholeWeek(calendar.week),
    holidays: sorted(calendar.holidays.map(wholeHoliday)),
  };
}

export type CalendarValues = ReturnType<typeof valuesOf>;
