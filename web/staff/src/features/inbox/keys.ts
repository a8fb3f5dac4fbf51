import type { Filters } from "./list/filters";

/** The names under which inbox data is cached. */
export const inboxKeys = {
  all: ["inbox"] as const,
  lists: ["inbox", "list"] as const,
  list: (view: string, filters: Filters) => ["inbox", "list", view, filters] as const,
  ofContact: (contact: string) => ["inbox", "contact", contact] as const,
  counts: ["inbox", "counts"] as const,
  conversation: (id: string) => ["inbox", "conversation", id] as const,
  messages: (id: string) => ["inbox", "messages", id] as const,
  senders: (id: string) => ["inbox", "senders", id] as const,
  activity: (id: string) => ["inbox", "activity", id] as const,
  draft: (id: string) => ["inbox", "draft", id] as const,
  search: (q: string) => ["inbox", "search", q] as const,
  viewCounts: ["inbox", "viewCount"] as const,
  topics: ["inbox", "topics"] as const,
  tags: ["inbox", "tags"] as const,
  views: ["inbox", "views"] as const,
};
