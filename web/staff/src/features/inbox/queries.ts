import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type {
  Activity,
  Conversation,
  ConversationRow,
  Counts,
  ListOf,
  Mailbox,
  Message,
  Person,
  Ref,
  SavedView,
  SearchResults,
  Tag,
  Topic,
} from "@/lib/api/types";
import { inboxKeys } from "./keys";
import { type Filters, listParameters, searchText } from "./list/filters";

const PAGE = 50;

/** A page of a view. Saved views are searches; the others are lists of their own. */
export async function fetchListPage(
  queries: QueryClient,
  view: string,
  filters: Filters,
  cursor?: string,
): Promise<ListOf<ConversationRow>> {
  if (view.startsWith("view_")) {
    const saved = (await queries.ensureQueryData(viewsQuery)).items.find((each) => each.id === view);
    if (!saved) throw new Problem(404, "inbox.view_not_found", "");
    const q = searchText(saved.query, filters);
    const found = await unwrap<SearchResults>(
      api.GET("/api/v1/inbox/search", { params: { query: { q, limit: PAGE, cursor } } }),
    );
    return { items: found.items.map((item) => item.conversation), next_cursor: found.next_cursor };
  }
  return unwrap<ListOf<ConversationRow>>(
    api.GET("/api/v1/inbox/conversations", {
      params: { query: { ...listParameters(view, filters), limit: PAGE, cursor } },
    }),
  );
}

export const listQuery = (view: string, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: inboxKeys.list(view, filters),
    queryFn: ({ pageParam, client }) => fetchListPage(client, view, filters, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const contactConversationsQuery = (contact: string) =>
  queryOptions({
    queryKey: inboxKeys.ofContact(contact),
    queryFn: () =>
      unwrap<ListOf<ConversationRow>>(
        api.GET("/api/v1/inbox/conversations", {
          params: { query: { view: "everything", contact_id: contact, limit: 6 } },
        }),
      ),
  });

export const countsQuery = queryOptions({
  queryKey: inboxKeys.counts,
  queryFn: () => unwrap<Counts>(api.GET("/api/v1/inbox/counts", {})),
});

export function fetchConversation(id: string) {
  return unwrap<Conversation>(api.GET("/api/v1/inbox/conversations/{id}", { params: { path: { id } } }));
}

export const conversationQuery = (id: string) =>
  queryOptions({ queryKey: inboxKeys.conversation(id), queryFn: () => fetchConversation(id) });

/** The thread: the newest page first, older ones as they are asked for; within a page oldest to newest. */
export const messagesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: inboxKeys.messages(id),
    queryFn: ({ pageParam }) =>
      unwrap<ListOf<Message>>(
        api.GET("/api/v1/inbox/conversations/{id}/messages", {
          params: { path: { id }, query: { limit: 30, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const activityQuery = (id: string) =>
  queryOptions({
    queryKey: inboxKeys.activity(id),
    queryFn: () =>
      unwrap<ListOf<Activity>>(
        api.GET("/api/v1/inbox/conversations/{id}/activity", {
          params: { path: { id } },
        }),
      ),
  });

/** Days in the question ("created>2026-01-01") are those of the reader's zone. */
export const searchQuery = (q: string, time_zone: string) =>
  infiniteQueryOptions({
    queryKey: inboxKeys.search(q),
    queryFn: ({ pageParam }) =>
      unwrap<SearchResults>(
        api.GET("/api/v1/inbox/search", {
          params: { query: { q, time_zone, limit: 30, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: q.trim() !== "",
    placeholderData: keepPreviousData,
  });

const SLOW = 10 * 60_000;

export const peopleQuery = queryOptions({
  queryKey: ["access", "people", "choice"],
  queryFn: () =>
    unwrap<ListOf<Person>>(api.GET("/api/v1/access/people", { params: { query: { limit: 200 } } })),
  staleTime: SLOW,
});

export const teamsQuery = queryOptions({
  queryKey: ["access", "teams", "choice"],
  queryFn: () => unwrap<ListOf<Ref>>(api.GET("/api/v1/access/teams", { params: { query: { limit: 200 } } })),
  staleTime: SLOW,
});

export const topicsQuery = queryOptions({
  queryKey: inboxKeys.topics,
  queryFn: () => unwrap<ListOf<Topic>>(api.GET("/api/v1/inbox/topics", {})),
  staleTime: SLOW,
});

export const tagsQuery = queryOptions({
  queryKey: inboxKeys.tags,
  queryFn: () => unwrap<ListOf<Tag>>(api.GET("/api/v1/inbox/tags", {})),
  staleTime: SLOW,
});

export const viewsQuery = queryOptions({
  queryKey: inboxKeys.views,
  queryFn: () => unwrap<ListOf<SavedView>>(api.GET("/api/v1/inbox/views", {})),
  staleTime: SLOW,
});

export const mailboxesQuery = queryOptions({
  queryKey: ["channels", "mailboxes", "choice"],
  queryFn: () => unwrap<ListOf<Mailbox>>(api.GET("/api/v1/channels/mailboxes", {})),
  staleTime: SLOW,
});

/** How many a saved view has now. Only the number is asked for. */
export const viewCountQuery = (view: SavedView) =>
  queryOptions({
    queryKey: [...inboxKeys.viewCounts, view.id, view.version],
    queryFn: async () => {
      const query = { q: view.query, limit: 1 };
      return (await unwrap<SearchResults>(api.GET("/api/v1/inbox/search", { params: { query } }))).total;
    },
  });
