import type { Holiday } from "@/lib/api/schema";

/** A holiday as the server answers it, everything named. */
export type WholeHoliday = Required<Holiday>;

export function wholeHoliday({ every_year = false, windows = [], ...holiday }: Holiday): WholeHoliday {
  return { ...holiday, every_year, windows };
}

/** In order of their days, as the server keeps them. */
export function sorted(holidays: readonly WholeHoliday[]): WholeHoliday[] {
  const key = ({ from, to, name }: WholeHoliday) => `${from} ${to} ${name}`;
  return [...holidays].sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}

/** The holidays with one put in the place of another, or added when there is none. */
export function withHoliday(
  holidays: readonly WholeHoliday[],
  place: number | null,
  holiday: WholeHoliday,
): WholeHoliday[] {
  if (place === null) return sorted([...holidays, holiday]);
  return sorted(holidays.map((each, index) => (index === place ? holiday : each)));
}

export type HolidayFault = "nameMissing" | "dayMissing" | "backwards";

/** What a holiday still lacks, by field. */
export function holidayFaults({
  name,
  from,
  to,
}: Holiday): Partial<Record<"name" | "from" | "to", HolidayFault>> {
  const faults: ReturnType<typeof holidayFaults> = {};
  if (name.trim() === "") faults.name = "nameMissing";
  if (from === "") faults.from = "dayMissing";
  if (to === "") faults.to = "dayMissing";
  else if (to < from) faults.to = "backwards";
  return faults;
}

/** A civil day as the reader writes it, whatever their zone. */
export function dayText(day: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return format.format(Date.parse(`${day}T00:00:00Z`));
}
