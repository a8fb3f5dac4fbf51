import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type {
  Dashboard,
  Distribution,
  Figures as FiguresAnswer,
  FigureValues,
  InsightHealth,
  Live,
  operations,
  PinnedNote,
} from "@/lib/api/schema";
import type { ListOf } from "@/lib/api/types";
import { endless } from "@/lib/query/endless";
import type { Figure, Unit } from "./figures/figure";
import type { Line } from "./figures/useFigures";
import type { Days } from "./filter/period";
import type { Against, FigureFilter } from "./filter/search";

type RowOf<Operation extends "metrics_list" | "figure_conversations_list" | "backlog_get"> =
  operations[Operation]["responses"][200]["content"]["application/json"]["items"][number];
type Metric = RowOf<"metrics_list">;
export type BacklogPart = RowOf<"backlog_get">;
export type FigureSample = RowOf<"figure_conversations_list">;

const SLOW = 10 * 60_000;

export const metricsQuery = queryOptions({
  queryKey: ["insight", "metrics"],
  queryFn: () => unwrap<ListOf<Metric>>(api.GET("/api/v1/insight/metrics", {})),
  select: (list) => list.items,
  staleTime: SLOW,
});

/** What figures are asked for. */
export interface FigureQuestion extends FigureFilter {
  metrics: readonly string[];
  by: readonly string[];
  against: Against;
}

/** Figures by metric; of each one line for every part in which something happened. */
export interface Figures {
  against: Days | null;
  metrics: ReadonlyMap<string, Line[]>;
}

const figureOf = (unit: Unit, values: FigureValues): Figure => ({
  unit,
  count: unit === "share" ? (values.of ?? 0) : values.count,
  part: values.count,
  mean: values.mean ?? null,
  median: values.median ?? null,
  p90: values.p90 ?? null,
  interval: values.low == null || values.high == null ? null : [values.low, values.high],
  small: values.small,
});

/** The answer by metric instead of by line. */
export function figuresOf(answer: FiguresAnswer): Figures {
  const metrics = new Map<string, Line[]>();
  for (const { part, figures } of answer.lines) {
    for (const { metric, unit, before, ...now } of figures) {
      const lines = metrics.get(metric) ?? [];
      lines.push({
        parts: part,
        figure: figureOf(unit, now),
        before: before ? figureOf(unit, before) : null,
      });
      metrics.set(metric, lines);
    }
  }
  return { against: answer.against ?? null, metrics };
}

export const figuresQuery = ({ metrics, by, ...question }: FigureQuestion) =>
  queryOptions({
    queryKey: ["insight", "figures", metrics, by, question],
    queryFn: () =>
      unwrap<FiguresAnswer>(
        api.GET("/api/v1/insight/figures", {
          params: { query: { ...question, metric: [...metrics], by: [...by] } },
        }),
      ),
    // A map cannot be compared in place; the answer it is made of can.
    select: figuresOf,
  });

/** Which conversations behind a figure. */
export interface SampleQuestion extends FigureFilter {
  metric: string;
  only: "all" | "part" | "rest";
}

export const samplesQuery = ({ metric, ...question }: SampleQuestion) =>
  endless<FigureSample>(["insight", "samples", metric, question], (cursor) =>
    unwrap<ListOf<FigureSample>>(
      api.GET("/api/v1/insight/figures/conversations", {
        params: { query: { ...question, metric: [metric], limit: 25, cursor } },
      }),
    ),
  );

/** One metric over the days of the filter bar. */
export interface MetricQuestion extends FigureFilter {
  metric: string;
}

export const distributionQuery = ({ metric, ...question }: MetricQuestion) =>
  queryOptions({
    queryKey: ["insight", "distribution", metric, question],
    queryFn: () =>
      unwrap<Distribution>(
        api.GET("/api/v1/insight/figures/distribution", {
          params: { query: { ...question, metric: [metric] } },
        }),
      ),
  });

export const liveQuery = queryOptions({
  queryKey: ["insight", "live"],
  queryFn: () => unwrap<Live>(api.GET("/api/v1/insight/live", { signal: AbortSignal.timeout(8_000) })),
  refetchInterval: 5_000,
  staleTime: 0,
  retry: false,
});

export const backlogQuery = (on: string) =>
  queryOptions({
    queryKey: ["insight", "backlog", on],
    queryFn: () =>
      unwrap<ListOf<BacklogPart>>(api.GET("/api/v1/insight/backlog", { params: { query: { on } } })),
    select: (list) => list.items,
  });

export const dataHealthQuery = queryOptions({
  queryKey: ["insight", "health"],
  queryFn: () => unwrap<InsightHealth>(api.GET("/api/v1/insight/health", {})),
  refetchInterval: 10_000,
  staleTime: 0,
});

export const dashboardsQuery = queryOptions({
  queryKey: ["insight", "dashboards"],
  queryFn: () => unwrap<ListOf<Dashboard>>(api.GET("/api/v1/insight/dashboards", {})),
  select: (list) => list.items,
});

export const dashboardQuery = (id: string) =>
  queryOptions({
    queryKey: ["insight", "dashboards", id],
    queryFn: () =>
      unwrap<Dashboard>(api.GET("/api/v1/insight/dashboards/{id}", { params: { path: { id } } })),
  });

/** What was pinned on the days of a trend. */
export const notesQuery = ({ from, to }: Days) =>
  queryOptions({
    queryKey: ["insight", "notes", from, to],
    queryFn: () =>
      unwrap<ListOf<PinnedNote>>(api.GET("/api/v1/insight/notes", { params: { query: { from, to } } })),
    select: (list) => list.items,
  });
