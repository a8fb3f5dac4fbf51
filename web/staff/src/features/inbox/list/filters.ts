import type { Priority, Status } from "@/lib/api/types";

export const STATUSES = ["new", "open", "pending", "on_hold", "solved", "closed"] as const satisfies Status[];
export const PRIORITIES = ["urgent", "high", "normal", "low"] as const satisfies Priority[];
export const SORTS = ["newest", "oldest", "waiting", "priority"] as const;
export type Sort = (typeof SORTS)[number];

/** What narrows a list; kept in the address, so that a list can be sent to a colleague. */
export interface Filters {
  status?: Status | undefined;
  priority?: Priority | undefined;
  tag?: string | undefined;
  topic?: string | undefined;
  assignee?: string | undefined;
  sort?: Sort | undefined;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value ? value : undefined;
}

/** Reads filters from an address; what is unknown is left out. */
export function readFilters(search: Record<string, unknown>): Filters {
  return {
    status: oneOf(search.status, STATUSES),
    priority: oneOf(search.priority, PRIORITIES),
    tag: text(search.tag),
    topic: text(search.topic),
    assignee: text(search.assignee),
    sort: oneOf(search.sort, SORTS),
  };
}

/** The question to the server for a view of the rail narrowed by filters. */
export function listParameters(view: string, filters: Filters) {
  return {
    view,
    status: filters.status,
    priority: filters.priority,
    tag: filters.tag,
    topic_id: filters.topic,
    assignee_id: filters.assignee,
    sort: filters.sort,
  };
}

/** How many filters narrow the list (the order is not one). */
export function filterCount({ sort: _, ...filters }: Filters): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

/** A saved search narrowed by the same filters. Topics and people are named there, not given by id. */
export function searchText(query: string, filters: Filters): string {
  const words = [
    query,
    filters.status && `status:${filters.status}`,
    filters.priority && `priority:${filters.priority}`,
    filters.tag && `tag:"${filters.tag}"`,
  ];
  return words.filter(Boolean).join(" ");
}
