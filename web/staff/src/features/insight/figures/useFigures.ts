import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { grainOf, partsOf } from "../filter/period";
import { USUAL } from "../filter/search";
import { useFilter } from "../filter/useFilter";
import { type Figures, figuresQuery } from "../queries";
import type { Figure } from "./figure";

/** A figure of one part of a division, and the same in the stretch it is compared with. */
export interface Line {
  parts: string[];
  figure: Figure;
  before: Figure | null;
}

/** What the filter bar asks of some metrics, divided or not; while it is asked anew the old answer stays. */
export function useFigures(metrics: readonly string[], by?: string) {
  const { search, filter } = useFilter();
  const against = search.against ?? USUAL.against;
  return useQuery({
    ...figuresQuery({ ...filter, metrics, by: by ? [by] : [], against }),
    placeholderData: keepPreviousData,
  });
}

export interface TrendPoint {
  /** The first day of the part. */
  day: string;
  /** None where nothing happened. */
  figure: Figure | null;
}

/** Some metrics over the days of the filter bar, a point for every part of the stretch; nothing before the first answer. */
export function useTrends(metrics: readonly string[]): ReadonlyMap<string, TrendPoint[]> | undefined {
  const { filter } = useFilter();
  const grain = grainOf(filter);
  const query = useQuery({
    ...figuresQuery({ ...filter, metrics, by: [grain], against: "none" }),
    placeholderData: keepPreviousData,
  });
  return query.data && trendsOf(query.data, metrics, partsOf(filter, grain));
}

/** The answer as one point for each part of the stretch. */
export function trendsOf(
  figures: Figures,
  metrics: readonly string[],
  parts: readonly string[],
): Map<string, TrendPoint[]> {
  return new Map(
    metrics.map((metric) => {
      const of = new Map(figures.metrics.get(metric)?.map((line) => [line.parts[0], line.figure]));
      return [metric, parts.map((day) => ({ day, figure: of.get(day) ?? null }))];
    }),
  );
}
