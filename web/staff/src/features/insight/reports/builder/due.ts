import { monday, shifted, shiftedMonths } from "../../filter/period";
import type { Cadence } from "../packs";

/** Where a clock stands in the company's time zone. */
export interface CivilHour {
  day: string;
  hour: number;
}

const firstOf = (cadence: Cadence, day: string): string => {
  if (cadence === "week") return monday(day);
  const month = Number(day.slice(5, 7));
  return shiftedMonths(`${day.slice(0, 8)}01`, cadence === "month" ? 0 : -((month - 1) % 3));
};

/** The day on which a schedule makes its next report: that day of the week, the month or the quarter's first month. */
export function nextDue(cadence: Cadence, day: number, hour: number, now: CivilHour): string {
  const first = firstOf(cadence, now.day);
  const due = shifted(first, day - 1);
  if (due > now.day || (due === now.day && hour > now.hour)) return due;
  const after = cadence === "week" ? shifted(first, 7) : shiftedMonths(first, cadence === "month" ? 1 : 3);
  return shifted(after, day - 1);
}

/** Day and hour of an instant in a time zone. */
export function civilHour(at: number, zone: string): CivilHour {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return { day: `${part("year")}-${part("month")}-${part("day")}`, hour: Number(part("hour")) };
}
