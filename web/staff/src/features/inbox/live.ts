import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Conversation, ConversationRow } from "@/lib/api/types";
import { useLiveEvents } from "@/lib/live/live";
import { type Pages, patchRows } from "@/lib/query/optimistic";
import { useMe } from "@/lib/session/session";
import { inboxKeys } from "./keys";
import type { Filters } from "./list/filters";
import { belongs } from "./list/membership";
import { mergeFirstPage, rowsOf } from "./list/merge";
import { conversationQuery, fetchListPage } from "./queries";

/** Events come in bursts (a reply is three of them); one look at the server answers them all. */
const GATHER = 50;
/** Saved views are searches: their counts follow at a calmer pace, once the index knows the news too. */
const CALM = 5_000;

/** Keeps every inbox list, count and open thread true while the page is open. Mounted once, by the inbox. */
export function useInboxLive(): void {
  const queries = useQueryClient();
  const me = useMe().person.id;
  const waiting = useRef(new Set<string>());
  const timer = useRef<number | undefined>(undefined);
  const calm = useRef<number | undefined>(undefined);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
      window.clearTimeout(calm.current);
    },
    [],
  );
  useLiveEvents("inbox.", (event) => {
    if (event.thing.startsWith("conv_")) waiting.current.add(event.thing);
    const conversation = event.facts.conversation_id ?? event.facts.conversation;
    if (typeof conversation === "string") waiting.current.add(conversation);
    if (event.name.startsWith("inbox.tag.")) void queries.invalidateQueries({ queryKey: inboxKeys.tags });
    if (event.name.startsWith("inbox.topic.")) void queries.invalidateQueries({ queryKey: inboxKeys.topics });
    if (event.name.startsWith("inbox.view.")) void queries.invalidateQueries({ queryKey: inboxKeys.views });
    calm.current ??= window.setTimeout(() => {
      calm.current = undefined;
      void queries.invalidateQueries({ queryKey: inboxKeys.viewCounts });
    }, CALM);
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      const changed = waiting.current;
      waiting.current = new Set();
      void bringUpToDate(queries, changed, me);
    }, GATHER);
  });
}

async function bringUpToDate(queries: QueryClient, changed: ReadonlySet<string>, me: string): Promise<void> {
  void queries.invalidateQueries({ queryKey: inboxKeys.counts });
  for (const id of changed) {
    for (const key of [
      inboxKeys.messages(id),
      inboxKeys.senders(id),
      inboxKeys.activity(id),
      inboxKeys.conversation(id),
    ]) {
      void queries.invalidateQueries({ queryKey: key });
    }
  }
  void queries.invalidateQueries({ queryKey: ["inbox", "contact"], refetchType: "active" });
  const rows = await freshRows(queries, changed);
  for (const query of queries.getQueryCache().findAll({ queryKey: inboxKeys.lists })) {
    if (!query.isActive()) {
      void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
      continue;
    }
    await renewList(queries, query.queryKey as ReturnType<typeof inboxKeys.list>, changed, rows, me);
  }
}

/** The changed conversations that some list shows, as they are now. Those nobody may see any more are missing. */
async function freshRows(queries: QueryClient, changed: ReadonlySet<string>) {
  const shown = new Set(
    queries
      .getQueriesData<Pages<ConversationRow>>({ queryKey: inboxKeys.lists })
      .flatMap(([, pages]) => rowsOf(pages).map((row) => row.id)),
  );
  const found = new Map<string, Conversation>();
  const wanted = [...changed].filter((id) => shown.has(id)).slice(0, 20);
  await Promise.all(
    wanted.map(async (id) => {
      const row = await queries.fetchQuery({ ...conversationQuery(id), staleTime: 0 }).catch(() => null);
      if (row) found.set(id, row);
    }),
  );
  return found;
}

async function renewList(
  queries: QueryClient,
  key: ReturnType<typeof inboxKeys.list>,
  changed: ReadonlySet<string>,
  rows: ReadonlyMap<string, ConversationRow>,
  me: string,
): Promise<void> {
  const [, , view, filters] = key;
  const fresh = await fetchListPage(queries, view, filters as Filters).catch(() => null);
  if (!fresh) return;
  const gone = new Set(
    [...changed].filter((id) => {
      const row = rows.get(id);
      return !row || belongs(row, view, filters as Filters, me) === false;
    }),
  );
  queries.setQueryData<Pages<ConversationRow>>(
    key,
    (pages) => pages && mergeFirstPage(pages, fresh, rows, gone),
  );
}

/** Puts one known conversation into every list that shows it. */
export function spreadRow(queries: QueryClient, row: ConversationRow): void {
  queries.setQueriesData<Pages<ConversationRow>>(
    { queryKey: inboxKeys.lists },
    (pages) =>
      pages && patchRows(pages, (each) => (each.id === row.id ? { ...each, ...pickRow(row) } : each)),
  );
}

function pickRow(row: ConversationRow): Partial<ConversationRow> {
  const { status, priority, assignee, team, topic, tags, subject, unread, version } = row;
  return { status, priority, assignee, team, topic, tags, subject, unread, version };
}
