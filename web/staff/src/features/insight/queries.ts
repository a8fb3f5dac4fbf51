import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type {
  ActionEffect,
  AlertRule,
  Bottlenecks,
  ControlChart,
  Dashboard,
  Distribution,
  ExclusionReason,
  Explanation,
  FairComparison,
  FigureAlert,
  Figures as FiguresAnswer,
  FigureValues,
  Goal,
  InsightAction,
  InsightHealth,
  InsightSettings,
  Live,
  MetricOwner,
  operations,
  PinnedNote,
  TrainingGaps,
  Wallboard,
  WallboardShown,
} from "@/lib/api/schema";
import type { ConversationRow, ListOf } from "@/lib/api/types";
import { endless } from "@/lib/query/endless";
import type { Figure, Unit } from "./figures/figure";
import type { Line } from "./figures/useFigures";
import type { Days } from "./filter/period";
import type { Against, FigureFilter } from "./filter/search";

type RowOf<
  Operation extends
    | "metrics_list"
    | "figure_conversations_list"
    | "backlog_get"
    | "alert_calls_list"
    | "exclusions_list"
    | "figure_looks_list"
    | "window_sensitivity_list",
> = operations[Operation]["responses"][200]["content"]["application/json"]["items"][number];
type Metric = RowOf<"metrics_list">;
export type BacklogPart = RowOf<"backlog_get">;
type AlertCall = RowOf<"alert_calls_list">;
type ExcludedConversation = RowOf<"exclusions_list">;
type Look = RowOf<"figure_looks_list">;
type WindowRow = RowOf<"window_sensitivity_list">;
export type FigureSample = RowOf<"figure_conversations_list">;

const SLOW = 10 * 60_000;

export const metricsQuery = queryOptions({
  queryKey: ["insight", "metrics"],
  queryFn: () => unwrap<ListOf<Metric>>(api.GET("/api/v1/insight/metrics", {})),
  select: (list) => list.items,
  staleTime: SLOW,
});

/** Who answered for a figure from when on, the newest first. */
export const metricChangesQuery = (metric: string) =>
  queryOptions({
    queryKey: ["insight", "metrics", metric, "changes"],
    queryFn: () =>
      unwrap<ListOf<MetricOwner>>(
        api.GET("/api/v1/insight/metrics/{metric}/changes", { params: { path: { metric } } }),
      ),
    select: (list) => list.items,
    staleTime: 0,
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
  value: values.value ?? null,
  count: unit === "share" || unit === "points" ? (values.of ?? 0) : values.count,
  part: values.count,
  mean: values.mean ?? null,
  median: values.median ?? null,
  p90: values.p90 ?? null,
  interval: values.low == null || values.high == null ? null : [values.low, values.high],
  small: values.small,
  excluded: values.excluded ?? null,
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
  only: "all" | "part" | "rest" | "excluded";
}

export const samplesQuery = ({ metric, ...question }: SampleQuestion) =>
  endless<FigureSample>(["insight", "samples", metric, question], (cursor) =>
    unwrap<ListOf<FigureSample>>(
      api.GET("/api/v1/insight/figures/conversations", {
        params: { query: { ...question, metric: [metric], limit: 25, cursor } },
      }),
    ),
  );

/** What the inbox shows of some conversations. */
export const conversationsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ["inbox", "rows", ids],
    queryFn: () =>
      unwrap<ListOf<ConversationRow>>(
        api.GET("/api/v1/inbox/conversations", {
          params: { query: { view: "everything", id: ids.join(","), limit: 200 } },
        }),
      ),
  });

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

export const actionsQuery = (state: InsightAction["state"]) =>
  endless<InsightAction>(["insight", "actions", state], (cursor) =>
    unwrap<ListOf<InsightAction>>(
      api.GET("/api/v1/insight/actions", { params: { query: { state, limit: 50, cursor } } }),
    ),
  );

export const actionQuery = (id: string) =>
  queryOptions({
    queryKey: ["insight", "action", id],
    queryFn: () =>
      unwrap<InsightAction>(api.GET("/api/v1/insight/actions/{id}", { params: { path: { id } } })),
  });

export const effectQuery = (id: string) =>
  queryOptions({
    queryKey: ["insight", "action", id, "effect"],
    queryFn: () =>
      unwrap<ActionEffect>(api.GET("/api/v1/insight/actions/{id}/effect", { params: { path: { id } } })),
  });

export const goalsQuery = endless<Goal>(["insight", "goals"], (cursor) =>
  unwrap<ListOf<Goal>>(api.GET("/api/v1/insight/goals", { params: { query: { limit: 50, cursor } } })),
);

/** All goals at once: what figures are shown beside. */
export const allGoalsQuery = queryOptions({
  queryKey: ["insight", "goals", "all"],
  queryFn: () =>
    unwrap<ListOf<Goal>>(api.GET("/api/v1/insight/goals", { params: { query: { limit: 200 } } })),
  select: (list) => list.items,
  staleTime: SLOW,
});

export const goalQuery = (id: string) =>
  queryOptions({
    queryKey: ["insight", "goals", id],
    queryFn: () => unwrap<Goal>(api.GET("/api/v1/insight/goals/{id}", { params: { path: { id } } })),
  });

export const alertsQuery = (state: FigureAlert["state"]) =>
  endless<FigureAlert>(["insight", "alerts", state], (cursor) =>
    unwrap<ListOf<FigureAlert>>(
      api.GET("/api/v1/insight/alerts", { params: { query: { state, limit: 50, cursor } } }),
    ),
  );

export const alertRulesQuery = endless<AlertRule>(["insight", "alert-rules"], (cursor) =>
  unwrap<ListOf<AlertRule>>(
    api.GET("/api/v1/insight/alert-rules", { params: { query: { limit: 50, cursor } } }),
  ),
);

/** Calls of another system that a rule made, the newest first. */
export const alertCallsQuery = (id: string) =>
  endless<AlertCall>(["insight", "alert-rules", id, "calls"], (cursor) =>
    unwrap<ListOf<AlertCall>>(
      api.GET("/api/v1/insight/alert-rules/{id}/calls", {
        params: { path: { id }, query: { limit: 50, cursor } },
      }),
    ),
  );

export const controlChartQuery = ({ metric, ...question }: MetricQuestion, by: "day" | "week") =>
  queryOptions({
    queryKey: ["insight", "control-chart", metric, by, question],
    queryFn: () =>
      unwrap<ControlChart>(
        api.GET("/api/v1/insight/control-charts", {
          params: { query: { ...question, metric: [metric], by: [by] } },
        }),
      ),
  });

export const explanationQuery = ({ metric, ...question }: MetricQuestion, against: Days | null) =>
  queryOptions({
    queryKey: ["insight", "explanation", metric, against, question],
    queryFn: () =>
      unwrap<Explanation>(
        api.GET("/api/v1/insight/explanations", {
          params: {
            query: {
              ...question,
              metric: [metric],
              against_from: against?.from,
              against_to: against?.to,
            },
          },
        }),
      ),
  });

export const bottlenecksQuery = (question: FigureFilter) =>
  queryOptions({
    queryKey: ["insight", "bottlenecks", question],
    queryFn: () =>
      unwrap<Bottlenecks>(api.GET("/api/v1/insight/bottlenecks", { params: { query: { ...question } } })),
  });

export const trainingGapsQuery = (question: FigureFilter) =>
  queryOptions({
    queryKey: ["insight", "training-gaps", question],
    queryFn: () =>
      unwrap<TrainingGaps>(api.GET("/api/v1/insight/training-gaps", { params: { query: { ...question } } })),
  });

export const fairQuery = (
  { metric, ...question }: MetricQuestion,
  by: "team" | "agent",
  adjust: readonly string[],
) =>
  queryOptions({
    queryKey: ["insight", "comparison", metric, by, adjust, question],
    queryFn: () =>
      unwrap<FairComparison>(
        api.GET("/api/v1/insight/comparisons", {
          params: { query: { ...question, metric: [metric], by: [by], adjust: [...adjust] } },
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

/** What a screen shows that has a link; the secret is sent in a header of its own, never in an address. */
export const wallQuery = (secret: string) =>
  queryOptions({
    queryKey: ["wall", secret],
    queryFn: () =>
      unwrap<WallboardShown>(
        api.GET("/api/v1/insight/wallboards/shown", {
          params: { header: { "X-Quarterdeck-Wallboard": secret } },
          signal: AbortSignal.timeout(8_000),
        }),
      ),
    // A revoked link may be given back by nobody; the screen looks less often and needs no hand when it was a mistake.
    refetchInterval: (query) =>
      query.state.error && Problem.from(query.state.error).status === 404 ? 60_000 : 5_000,
    refetchIntervalInBackground: true,
    networkMode: "always",
    staleTime: 0,
    retry: false,
  });

export const wallboardsQuery = endless<Wallboard>(["insight", "wallboards"], (cursor) =>
  unwrap<ListOf<Wallboard>>(
    api.GET("/api/v1/insight/wallboards", { params: { query: { limit: 50, cursor } } }),
  ),
);

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

/** The conversations that are left out of some figures for a reason, the newest first. */
export const exclusionsQuery = (reason: ExclusionReason) =>
  endless<ExcludedConversation>(["insight", "health", reason], (cursor) =>
    unwrap<ListOf<ExcludedConversation>>(
      api.GET("/api/v1/insight/health/exclusions", { params: { query: { reason, limit: 50, cursor } } }),
    ),
  );

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

/** Who looked at whose figures, the latest first; of one person when one is chosen. */
export const looksQuery = (person: string | null) =>
  endless<Look>(["insight", "looks", person], (cursor) =>
    unwrap<ListOf<Look>>(
      api.GET("/api/v1/insight/views", {
        params: { query: { person: person ?? undefined, limit: 50, cursor } },
      }),
    ),
  );

export const insightSettingsQuery = queryOptions({
  queryKey: ["insight", "settings"],
  queryFn: () => unwrap<InsightSettings>(api.GET("/api/v1/insight/settings", {})),
});

/** First contact resolution with windows of several lengths. */
export const windowQuery = ({ from, to }: Days) =>
  queryOptions({
    queryKey: ["insight", "window", from, to],
    queryFn: () =>
      unwrap<ListOf<WindowRow>>(
        api.GET("/api/v1/insight/settings/window", { params: { query: { from, to } } }),
      ),
    select: (list) => list.items,
  });
