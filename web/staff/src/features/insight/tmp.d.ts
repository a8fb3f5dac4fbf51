import "@/lib/api/schema";

declare module "@/lib/api/schema" {
  interface FigureMeasure {
    metric: string;
    statistic?: "value" | "median" | "mean" | "p90";
    clock?: "calendar" | "business";
    of?: {
      teams?: string[];
      people?: string[];
      channels?: string[];
      topics?: string[];
      mailboxes?: string[];
      priorities?: string[];
    };
  }
  interface Interval {
    low: number;
    high: number;
  }
  interface FigureReading {
    value?: number | null;
    interval?: Interval | null;
    count: number;
    small: boolean;
  }
  interface FigureComparison {
    before: FigureReading;
    after: FigureReading;
    difference?: number | null;
    interval?: Interval | null;
  }
  interface ActionDays {
    from: string;
    to: string;
  }
  interface ActionOrigin {
    kind: "figure" | "bottleneck" | "training_gap" | "theme" | "alert";
    id?: string;
  }
  interface ActionContent {
    title: string;
    text?: string;
    measure: FigureMeasure;
    before: ActionDays;
    begins_on: string;
    due_on: string;
    change: number;
    origin: ActionOrigin;
  }
  type ActionVerdict = "worked" | "did_not" | "too_early" | "cannot_tell";
  interface InsightAction {
    id: string;
    owner_id: string;
    owner_name: string;
    state: "open" | "done" | "dropped";
    overdue: boolean;
    content: ActionContent;
    verdict?: ActionVerdict | null;
    checked_at?: string | null;
    created_by: string;
    created_at: string;
    version: number;
  }
  interface ActionEffect {
    verdict: ActionVerdict;
    why:
      | "moved_enough"
      | "moved_less"
      | "days_left"
      | "nothing_to_compare"
      | "too_few"
      | "moved_perhaps_enough";
    before: ActionDays;
    after: ActionDays;
    comparison: FigureComparison;
    change: number;
  }
  interface GoalContent {
    name: string;
    measure: FigureMeasure;
    aim: "at_least" | "at_most";
    target: number;
    edge: number;
    every: "week" | "month" | "quarter";
  }
  interface GoalProgress {
    from: string;
    to: string;
    reading: FigureReading;
    standing: "met" | "near" | "missed" | "nothing";
    certain: boolean;
    pace?: number | null;
    days_left: number;
  }
  interface Goal {
    id: string;
    content: GoalContent;
    scope: "department" | "team" | "agent";
    progress: GoalProgress[];
    created_by: string;
    created_at: string;
    version: number;
  }
  type AlertWatch =
    | {
        kind: "band";
        low?: number | null;
        high?: number | null;
        margin: number;
        days: number;
        fewest: number;
      }
    | { kind: "control_by_day"; baseline: number }
    | { kind: "control_by_week"; baseline: number };
  interface AlertRuleContent {
    name: string;
    measure: FigureMeasure;
    watch: AlertWatch;
    people: string[];
    active: boolean;
  }
  interface AlertRule {
    id: string;
    content: AlertRuleContent;
    state: "new" | "normal" | "alarmed" | "too_few";
    checked_at?: string | null;
    created_by: string;
    created_at: string;
    version: number;
  }
  interface AlertFinding {
    reason: "above" | "below" | "pattern";
    reading: FigureReading;
    low?: number | null;
    high?: number | null;
    signals: string[];
    from: string;
    to: string;
  }
  interface FigureAlert {
    id: string;
    rule_id: string;
    name: string;
    measure: FigureMeasure;
    finding: AlertFinding;
    state: "open" | "acknowledged" | "closed";
    opened_at: string;
    acknowledged_at?: string | null;
    acknowledged_by?: string | null;
    closed_at?: string | null;
    action_id?: string | null;
    version: number;
  }
  interface paths {
    "/api/v1/insight/actions": {
      get: {
        parameters: { query?: any };
        responses: {
          200: { content: { "application/json": { items: InsightAction[]; next_cursor?: string | null } } };
        };
      };
      post: {
        parameters: { header?: any };
        requestBody: { content: { "application/json": { owner_id: string; content: ActionContent } } };
        responses: { 201: { content: { "application/json": InsightAction } } };
      };
    };
    "/api/v1/insight/actions/{id}": {
      get: {
        parameters: { path: { id: string } };
        responses: { 200: { content: { "application/json": InsightAction } } };
      };
      put: {
        parameters: { path: { id: string } };
        requestBody: {
          content: {
            "application/json": {
              owner_id: string;
              state: "open" | "done" | "dropped";
              content: ActionContent;
              version: number;
            };
          };
        };
        responses: { 200: { content: { "application/json": InsightAction } } };
      };
    };
    "/api/v1/insight/actions/{id}/effect": {
      get: {
        parameters: { path: { id: string } };
        responses: { 200: { content: { "application/json": ActionEffect } } };
      };
    };
    "/api/v1/insight/goals": {
      get: {
        parameters: { query?: any };
        responses: {
          200: { content: { "application/json": { items: Goal[]; next_cursor?: string | null } } };
        };
      };
      post: {
        parameters: { header?: any };
        requestBody: { content: { "application/json": GoalContent } };
        responses: { 201: { content: { "application/json": Goal } } };
      };
    };
    "/api/v1/insight/goals/{id}": {
      get: {
        parameters: { path: { id: string } };
        responses: { 200: { content: { "application/json": Goal } } };
      };
      put: {
        parameters: { path: { id: string } };
        requestBody: { content: { "application/json": { content: GoalContent; version: number } } };
        responses: { 200: { content: { "application/json": Goal } } };
      };
      delete: { parameters: { path: { id: string } }; responses: { 204: {} } };
    };
    "/api/v1/insight/alerts": {
      get: {
        parameters: { query?: any };
        responses: {
          200: { content: { "application/json": { items: FigureAlert[]; next_cursor?: string | null } } };
        };
      };
    };
    "/api/v1/insight/alerts/{id}/acknowledge": {
      post: {
        parameters: { path: { id: string } };
        requestBody: { content: { "application/json": { version: number } } };
        responses: { 200: { content: { "application/json": FigureAlert } } };
      };
    };
    "/api/v1/insight/alert-rules": {
      get: {
        parameters: { query?: any };
        responses: {
          200: { content: { "application/json": { items: AlertRule[]; next_cursor?: string | null } } };
        };
      };
      post: {
        parameters: { header?: any };
        requestBody: { content: { "application/json": AlertRuleContent } };
        responses: { 201: { content: { "application/json": AlertRule } } };
      };
    };
    "/api/v1/insight/alert-rules/{id}": {
      put: {
        parameters: { path: { id: string } };
        requestBody: { content: { "application/json": { content: AlertRuleContent; version: number } } };
        responses: { 200: { content: { "application/json": AlertRule } } };
      };
      delete: { parameters: { path: { id: string } }; responses: { 204: {} } };
    };
  }
}
declare module "@/lib/api/schema" {
  interface ControlPoint {
    from: string;
    reading: FigureReading;
    range?: number | null;
    signals: ("beyond_limits" | "run_of_eight" | "near_limit" | "large_step")[];
  }
  interface ControlChart {
    metric: string;
    statistic: string;
    mean?: number | null;
    lower?: number | null;
    upper?: number | null;
    range_limit?: number | null;
    points: ControlPoint[];
  }
  interface ExplanationSegment {
    part: string;
    mix: number;
    rate: number;
    total: number;
    weight_before: number;
    weight_after: number;
    before: FigureReading;
    after: FigureReading;
    changed: boolean;
  }
  interface ExplanationDivision {
    by: string;
    mix: number;
    rate: number;
    segments: ExplanationSegment[];
    others: number;
    others_total: number;
  }
  interface ExplanationReason {
    by: string;
    part: string;
    cause: "mix" | "rate";
    total: number;
  }
  interface Explanation {
    metric: string;
    statistic: string;
    before: ActionDays;
    after: ActionDays;
    comparison: FigureComparison;
    kind: "signal" | "noise" | "too_few";
    difference?: number | null;
    because: ExplanationReason[];
    divisions: ExplanationDivision[];
  }
  interface Bottleneck {
    stage: string;
    team: string;
    count: number;
    total: number;
    share: number;
    median: number;
    p90: number;
  }
  interface BottleneckHour {
    weekday: number;
    hour: number;
    count: number;
    total: number;
    median: number;
  }
  interface Bottlenecks {
    waits: Bottleneck[];
    hours: BottleneckHour[];
  }
  interface TrainingGap {
    by: string;
    part: string;
    topic: string;
    metric: string;
    comparison: FigureComparison;
    chance: number;
  }
  interface TrainingGaps {
    gaps: TrainingGap[];
    compared: number;
    fewest: number;
    false_rate: number;
  }
  interface FairLine {
    part: string;
    crude: FigureReading;
    adjusted?: number | null;
    interval?: Interval | null;
    covered: number;
    rank?: number | null;
    differs: boolean;
  }
  interface FairComparison {
    metric: string;
    by: string;
    adjusted_by: string[];
    all: FigureReading;
    fewest_to_rank: number;
    lines: FairLine[];
  }
  interface paths {
    "/api/v1/insight/control-charts": {
      get: {
        parameters: { query: any };
        responses: { 200: { content: { "application/json": ControlChart } } };
      };
    };
    "/api/v1/insight/explanations": {
      get: {
        parameters: { query: any };
        responses: { 200: { content: { "application/json": Explanation } } };
      };
    };
    "/api/v1/insight/bottlenecks": {
      get: {
        parameters: { query: any };
        responses: { 200: { content: { "application/json": Bottlenecks } } };
      };
    };
    "/api/v1/insight/training-gaps": {
      get: {
        parameters: { query: any };
        responses: { 200: { content: { "application/json": TrainingGaps } } };
      };
    };
    "/api/v1/insight/comparisons": {
      get: {
        parameters: { query: any };
        responses: { 200: { content: { "application/json": FairComparison } } };
      };
    };
  }
}
declare module "@/lib/api/schema" {
  interface LiveWaiting {
    conversation: string;
    number: number;
    team?: string | null;
    since: string;
  }
  interface LiveState {
    team?: string | null;
    status: string;
    count: number;
    unassigned: number;
    oldest: string;
  }
  interface Live {
    at: string;
    open: number;
    unassigned: number;
    waiting: number;
    longest: LiveWaiting[];
    states: LiveState[];
    created_today: number;
    solved_today: number;
    replies_today: number;
  }
  interface BacklogPart {
    team?: string | null;
    status: string;
    from_days: number;
    to_days?: number | null;
    count: number;
  }
  interface Exclusion {
    reason: "begun_by_us" | "begun_by_machine" | "no_team" | "no_topic" | "replier_unknown" | "too_young";
    count: number;
  }
  interface InsightHealth {
    behind?: number | null;
    parked: number;
    moved_at?: string | null;
    rollups_ready: boolean;
    conversations: number;
    numbers_missing: number;
    first_at?: string | null;
    last_at?: string | null;
    exclusions: Exclusion[];
  }
  interface DashboardElement {
    kind: "figure" | "trend" | "bars" | "table" | "distribution" | "arrivals" | "backlog" | "text";
    metrics?: string[];
    by?: string[];
    x: number;
    y: number;
    width: number;
    height: number;
    text?: string;
  }
  interface NewDashboard {
    name: string;
    audience: "me" | "team" | "all";
    team_id?: string | null;
    elements: DashboardElement[];
  }
  interface Dashboard {
    id: string;
    owner_id: string;
    audience: "me" | "team" | "all";
    team_id?: string | null;
    name: string;
    elements: DashboardElement[];
    version: number;
  }
  interface PinnedNote {
    id: string;
    day: string;
    text: string;
    author_id: string;
    version: number;
  }
  interface paths {
    "/api/v1/insight/live": {
      get: {
        parameters: { query?: { team?: string } };
        responses: { 200: { content: { "application/json": Live } } };
      };
    };
    "/api/v1/insight/backlog": {
      get: {
        parameters: { query?: { on?: string } };
        responses: {
          200: { content: { "application/json": { items: BacklogPart[]; next_cursor?: string | null } } };
        };
      };
    };
    "/api/v1/insight/health": {
      get: {
        parameters: { query?: never };
        responses: { 200: { content: { "application/json": InsightHealth } } };
      };
    };
    "/api/v1/insight/dashboards": {
      get: {
        parameters: { query?: never };
        responses: {
          200: { content: { "application/json": { items: Dashboard[]; next_cursor?: string | null } } };
        };
      };
      post: {
        parameters: { header?: any };
        requestBody: { content: { "application/json": NewDashboard } };
        responses: { 201: { content: { "application/json": Dashboard } } };
      };
    };
    "/api/v1/insight/dashboards/{id}": {
      get: {
        parameters: { path: { id: string } };
        responses: { 200: { content: { "application/json": Dashboard } } };
      };
      put: {
        parameters: { path: { id: string } };
        requestBody: { content: { "application/json": { version: number; dashboard: NewDashboard } } };
        responses: { 200: { content: { "application/json": Dashboard } } };
      };
      delete: { parameters: { path: { id: string } }; responses: { 204: {} } };
    };
    "/api/v1/insight/notes": {
      get: {
        parameters: { query: { from: string; to: string } };
        responses: {
          200: { content: { "application/json": { items: PinnedNote[]; next_cursor?: string | null } } };
        };
      };
      post: {
        parameters: { header?: any };
        requestBody: { content: { "application/json": { day: string; text: string } } };
        responses: { 201: { content: { "application/json": PinnedNote } } };
      };
    };
    "/api/v1/insight/notes/{id}": {
      delete: { parameters: { path: { id: string } }; responses: { 204: {} } };
    };
  }
}
