import type { ReportElement, ReportFilter, ReportPlanContent } from "@/lib/api/schema";

export const WHATS = ["figures", "trend", "parts", "why", "actions", "quotes", "text"] as const;
export type What = (typeof WHATS)[number];
export const SPLITS = ["team", "agent", "channel", "topic", "mailbox", "priority"] as const;
export const STEPS = ["day", "week", "month"] as const;

/** An element while it is being built: the key is only for the screen. */
export interface Built {
  key: string;
  element: ReportElement;
}

export const NO_FILTER: ReportFilter = { teams: [], channels: [], topics: [] };

/** A new element of a kind, with something sensible in it. */
export function blank(what: What, metric = "first_response_time"): ReportElement {
  const filter = { ...NO_FILTER };
  switch (what) {
    case "figures":
      return { what, metrics: ["created", metric], filter };
    case "trend":
      return { what, metric, by: "week", target: true, filter };
    case "parts":
      return { what, metrics: [metric], by: "team", filter };
    case "why":
      return { what, metric, filter };
    case "actions":
      return { what };
    case "quotes":
      return { what, filter };
    case "text":
      return { what, heading: "", text: "" };
  }
}

let made = 0;

/** Elements get keys when they come onto the screen, and lose them when they go to the server. */
export function built(element: ReportElement): Built {
  made += 1;
  return { key: `element-${made}`, element };
}

/** The metrics that an element tells of. */
export function metricsOf(element: ReportElement): readonly string[] {
  if ("metrics" in element) return element.metrics;
  return "metric" in element ? [element.metric] : [];
}

/** The same sentence with another kind: what both know stays. */
export function turned(element: ReportElement, what: What): ReportElement {
  const [metric] = metricsOf(element);
  const next = blank(what, metric);
  return "filter" in element && "filter" in next ? { ...next, filter: element.filter ?? NO_FILTER } : next;
}

/** How many values a filter names. */
export function narrowedBy(filter: ReportFilter | undefined): number {
  return (filter?.teams?.length ?? 0) + (filter?.channels?.length ?? 0) + (filter?.topics?.length ?? 0);
}

/** What an element covers: where report and element both name something, only what both name counts. */
export function joint(plan: ReportPlanContent["filter"], element: ReportFilter | undefined): ReportFilter {
  const both = (wide: string[] = [], narrow: string[] = []) => {
    if (narrow.length === 0) return wide;
    return wide.length === 0 ? narrow : narrow.filter((each) => wide.includes(each));
  };
  return {
    teams: both(plan?.teams, element?.teams),
    channels: both(plan?.channels, element?.channels),
    topics: both(plan?.topics, element?.topics),
  };
}
