import { type Days, daysOf, isDay, PRESETS, type Preset } from "./period";

export const AGAINST = ["previous", "year", "none"] as const;
export type Against = (typeof AGAINST)[number];
export const CLOCKS = ["calendar", "business"] as const;
export type Clock = (typeof CLOCKS)[number];
export const NARROWED = ["team", "agent", "channel", "topic"] as const;
export type Narrowed = (typeof NARROWED)[number];

/** The filter bar as it stands in the address; what is left out stands for the usual. */
export interface InsightSearch extends Partial<Record<Narrowed, string[]>> {
  period?: Preset | undefined;
  /** Own days, instead of a preset. */
  from?: string | undefined;
  to?: string | undefined;
  against?: Against | undefined;
  clock?: Clock | undefined;
}

export const USUAL = { period: "last_28_days", against: "previous", clock: "calendar" } as const;

const oneOf = <T extends string>(all: readonly T[], value: unknown, usual: T): T | undefined => {
  const found = all.find((each) => each === value);
  return found === usual ? undefined : found;
};

function several(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const words = list.filter((each): each is string => typeof each === "string" && each !== "");
  return words.length > 0 ? [...new Set(words)] : undefined;
}

/** Reads the filter bar out of an address that anybody may have typed. */
export function readInsightSearch(search: Record<string, unknown>): InsightSearch {
  const own = isDay(search.from) && isDay(search.to) && search.from <= search.to;
  return {
    period: own ? undefined : oneOf(PRESETS, search.period, USUAL.period),
    from: own ? (search.from as string) : undefined,
    to: own ? (search.to as string) : undefined,
    against: oneOf(AGAINST, search.against, USUAL.against),
    clock: oneOf(CLOCKS, search.clock, USUAL.clock),
    team: several(search.team),
    agent: several(search.agent),
    channel: several(search.channel),
    topic: several(search.topic),
  };
}

/** The days that an address means on a given day. */
export function daysIn(search: InsightSearch, today: string): Days {
  return search.from && search.to
    ? { from: search.from, to: search.to }
    : daysOf(search.period ?? USUAL.period, today);
}

/** What the server is asked for an address. */
export interface FigureFilter extends Days, Partial<Record<Narrowed, string[]>> {
  clock: Clock;
}

export function filterOf(search: InsightSearch, today: string): FigureFilter {
  const { team, agent, channel, topic } = search;
  return { ...daysIn(search, today), clock: search.clock ?? USUAL.clock, team, agent, channel, topic };
}

/** How many of the narrowing fields are in use. */
export function narrowedBy(search: InsightSearch): number {
  return NARROWED.filter((field) => search[field]).length;
}
