import type { Clock } from "../filter/search";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Piece = "second" | "minute" | "hour" | "day";

/** What Germans write on a page with little room; the words that Intl has for hours and minutes are three times as wide. */
const GERMAN: Record<Piece, string> = { second: "s", minute: "min", hour: "h", day: "Tg." };

function piece(value: number, unit: Piece, locale: string): string {
  if (locale.startsWith("de")) return `${new Intl.NumberFormat(locale).format(value)}\u00a0${GERMAN[unit]}`;
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" }).format(value);
}

/**
 * Seconds in at most two units, the smaller one whole: "45s", "12m", "3h 12m", "2d 4h". A day of business time has no
 * fixed length, so business time stays in hours.
 */
export function duration(seconds: number, locale: string, clock: Clock = "calendar"): string {
  if (seconds < 0) return `−${duration(-seconds, locale, clock)}`;
  if (seconds < MINUTE) return piece(Math.round(seconds), "second", locale);
  const minutes = Math.round(seconds / MINUTE);
  if (minutes < 60) return piece(minutes, "minute", locale);
  if (minutes * MINUTE < 2 * DAY || clock === "business") {
    return pair([Math.floor(minutes / 60), "hour"], [minutes % 60, "minute"], locale);
  }
  const hours = Math.round(seconds / HOUR);
  return pair([Math.floor(hours / 24), "day"], [hours % 24, "hour"], locale);
}

function pair(large: [number, Piece], small: [number, Piece], locale: string): string {
  const [whole, rest] = [piece(...large, locale), piece(...small, locale)];
  // Beyond a hundred of the larger unit nobody reads the smaller one.
  return small[0] === 0 || large[0] >= 100 ? whole : `${whole} ${rest}`;
}

/** A number with the true minus. */
export function written(value: number, locale: string, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale, options).format(value).replace("-", "−");
}

/** A part of one as a percentage with one digit: "84.2 %". */
export function share(part: number, locale: string): string {
  const options = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  return written(part, locale, options);
}

/** A whole number, or one with a digit when it has a fraction (means, limits). */
export function amount(value: number, locale: string): string {
  return written(value, locale, { maximumFractionDigits: 1 });
}

/** A mean of scores, which has two digits: "5.42". */
export function score(value: number, locale: string): string {
  return written(value, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** An amount of money without its currency: two digits. */
export function cents(value: number, locale: string): string {
  return written(value, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A difference with its sign: "+12 %", "−3.4". */
export function signed(value: number, locale: string, options: Intl.NumberFormatOptions = {}): string {
  return written(value, locale, { maximumFractionDigits: 1, ...options, signDisplay: "exceptZero" });
}

/** A civil day as people of the language write it; days have no zone. */
export function dayText(day: string, locale: string, style: "short" | "full" = "short"): string {
  const options: Intl.DateTimeFormatOptions =
    style === "short"
      ? { day: "numeric", month: "short" }
      : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

/** A stretch of days: "13 Feb – 12 Mar 2026". */
export function daysText({ from, to }: { from: string; to: string }, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.formatRange(Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`));
}
