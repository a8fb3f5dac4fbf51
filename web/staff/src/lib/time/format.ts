const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How a person reads times: their language and their zone, not those of the machine. */
export interface Reading {
  locale: string;
  zone: string;
}

const cache = new Map<string, Intl.DateTimeFormat | Intl.RelativeTimeFormat | Intl.NumberFormat>();

function cached<T extends Intl.DateTimeFormat | Intl.RelativeTimeFormat | Intl.NumberFormat>(
  key: string,
  make: () => T,
): T {
  const known = cache.get(key);
  if (known) return known as T;
  const made = make();
  cache.set(key, made);
  return made;
}

function dateFormat({ locale, zone }: Reading, name: string, options: Intl.DateTimeFormatOptions) {
  return cached(`${locale}|${zone}|${name}`, () => {
    try {
      return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    } catch {
      // A zone this browser does not know must not take the page down.
      return new Intl.DateTimeFormat(locale, options);
    }
  });
}

/** "3 min. ago", "yesterday", "12 Mar", "12 Mar 2025": as short as it can be without being ambiguous. */
export function relativeTime(at: string | number, now: number, reading: Reading): string {
  const instant = typeof at === "number" ? at : Date.parse(at);
  const age = now - instant;
  const ago = cached(
    `${reading.locale}|ago`,
    () => new Intl.RelativeTimeFormat(reading.locale, { numeric: "auto", style: "short" }),
  );
  if (Math.abs(age) < MINUTE) return ago.format(0, "second");
  if (Math.abs(age) < HOUR) return ago.format(-Math.trunc(age / MINUTE), "minute");
  const days = civilDaysBetween(instant, now, reading);
  if (days === 0) return dateFormat(reading, "hm", { hour: "2-digit", minute: "2-digit" }).format(instant);
  if (Math.abs(days) === 1) return ago.format(-days, "day");
  if (days > 1 && days < 7) return dateFormat(reading, "wd", { weekday: "short" }).format(instant);
  if (year(instant, reading) === year(now, reading)) {
    return dateFormat(reading, "dm", { day: "numeric", month: "short" }).format(instant);
  }
  return dateFormat(reading, "dmy", { day: "numeric", month: "short", year: "numeric" }).format(instant);
}

/** The whole truth, shown on hover: "Friday, 21 November 2025 at 14:03:22 CET". */
export function exactTime(at: string | number, reading: Reading): string {
  const instant = typeof at === "number" ? at : Date.parse(at);
  return dateFormat(reading, "exact", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(instant);
}

/** Day and time without seconds, for tables and headers. */
export function dayTime(at: string | number, reading: Reading): string {
  const instant = typeof at === "number" ? at : Date.parse(at);
  return dateFormat(reading, "dayTime", { dateStyle: "medium", timeStyle: "short" }).format(instant);
}

/** The civil day in the reader's zone, as `2026-11-21`: equal for two instants of the same day. */
export function civilDay(at: string | number, reading: Reading): string {
  const instant = typeof at === "number" ? at : Date.parse(at);
  return cached(`${reading.zone}|civil`, () => {
    const options = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
    return dateFormat({ locale: "en-CA", zone: reading.zone }, "civil", options);
  }).format(instant);
}

/** The name of a day for a divider: "Friday, 21 November" (with the year when it is not this one). */
export function dayName(at: string | number, now: number, reading: Reading): string {
  const instant = typeof at === "number" ? at : Date.parse(at);
  const thisYear = year(instant, reading) === year(now, reading);
  return dateFormat(reading, thisYear ? "day" : "dayYear", {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(thisYear ? {} : { year: "numeric" }),
  }).format(instant);
}

/** How long something waits, in one unit: "4 min", "3 h", "2 d". Never negative. */
export function waitingTime(since: string | number, now: number, locale: string): string {
  const start = typeof since === "number" ? since : Date.parse(since);
  const age = Math.max(0, now - start);
  if (age < HOUR) return inUnit(Math.max(1, Math.floor(age / MINUTE)), "minute", locale);
  if (age < 2 * DAY) return inUnit(Math.floor(age / HOUR), "hour", locale);
  return inUnit(Math.floor(age / DAY), "day", locale);
}

function inUnit(value: number, unit: "minute" | "hour" | "day", locale: string): string {
  return cached(
    `${locale}|${unit}`,
    () => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }),
  ).format(value);
}

/** "12 kB", "3.4 MB": file sizes in the reader's notation. */
export function fileSize(bytes: number, locale: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  const unit = units[index] ?? "byte";
  return cached(
    `${locale}|size|${unit}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: "unit",
        unit,
        unitDisplay: "short",
        maximumFractionDigits: index > 1 ? 1 : 0,
      }),
  ).format(value);
}

/** Whole numbers with the reader's separators. */
export function count(value: number, locale: string): string {
  return cached(`${locale}|count`, () => new Intl.NumberFormat(locale)).format(value);
}

function year(instant: number, reading: Reading): string {
  return civilDay(instant, reading).slice(0, 4);
}

function civilDaysBetween(from: number, to: number, reading: Reading): number {
  const start = Date.parse(`${civilDay(from, reading)}T00:00:00Z`);
  const end = Date.parse(`${civilDay(to, reading)}T00:00:00Z`);
  return Math.round((end - start) / DAY);
}
