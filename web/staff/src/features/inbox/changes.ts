import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type { Conversation, ConversationRow, PersonRef, Priority, Ref, Status } from "@/lib/api/types";
import { type Pages, patchQueries, patchRows, type Rollback } from "@/lib/query/optimistic";
import { useProblemText } from "@/ui/problemText";
import { toastError, toastUndo } from "@/ui/toast";
import { useDifferenceText } from "./differences";
import { inboxKeys } from "./keys";
import { spreadRow } from "./live";
import { fetchConversation } from "./queries";

/** A change of a conversation's properties, with the names needed to show it before the server answered. */
export interface Change {
  subject?: string;
  status?: Status;
  priority?: Priority;
  assignee?: PersonRef | null;
  team?: Ref | null;
  topic?: Ref | null;
  tags?: string[];
}

/** The same change in the words of the API. */
export function changeBody(change: Change) {
  const { assignee, team, topic, ...rest } = change;
  return {
    ...rest,
    ...(assignee === undefined ? {} : { assignee_id: assignee?.id ?? null }),
    ...(team === undefined ? {} : { team_id: team?.id ?? null }),
    ...(topic === undefined ? {} : { topic_id: topic?.id ?? null }),
  };
}

/** What would take a change back. */
export function inverse(change: Change, before: ConversationRow): Change {
  const names = Object.keys(change) as (keyof Change)[];
  return Object.fromEntries(names.map((name) => [name, before[name]])) as Change;
}

/** Shows a change everywhere at once. */
export async function showChange(
  queries: QueryClient,
  ids: ReadonlySet<string>,
  change: Change,
): Promise<Rollback> {
  const apply = <T extends ConversationRow>(row: T): T => (ids.has(row.id) ? { ...row, ...change } : row);
  const undoLists = await patchQueries<Pages<ConversationRow>>(queries, inboxKeys.lists, (pages) =>
    patchRows(pages, apply),
  );
  const undoOpen = await patchQueries<Conversation>(queries, ["inbox", "conversation"], apply);
  return () => {
    undoLists();
    undoOpen();
  };
}

/** What this browser saved last, and what it is still saving: quick changes in a row must not refuse each other. */
const savedVersions = new Map<string, number>();
const saving = new Map<string, Promise<unknown>>();

async function patchConversation(row: ConversationRow, change: Change): Promise<Conversation> {
  const send = async () => {
    const version = Math.max(row.version, savedVersions.get(row.id) ?? 0);
    const saved = await unwrap<Conversation>(
      api.PATCH("/api/v1/inbox/conversations/{id}", {
        params: { path: { id: row.id } },
        body: { version, ...changeBody(change) },
      }),
    );
    savedVersions.set(row.id, saved.version);
    return saved;
  };
  const turn = (saving.get(row.id) ?? Promise.resolve()).then(send, send);
  saving.set(row.id, turn);
  try {
    return await turn;
  } finally {
    if (saving.get(row.id) === turn) saving.delete(row.id);
  }
}

/**
 * Changes one conversation: shown at once, taken back when refused. When somebody else was faster it says what they
 * changed and offers to apply the change to the newer state.
 */
export function useChange() {
  const queries = useQueryClient();
  const { t } = useTranslation("inbox");
  const problemText = useProblemText();
  const difference = useDifferenceText();

  const change = useCallback(
    async (row: ConversationRow, wanted: Change, done?: string): Promise<boolean> => {
      const rollback = await showChange(queries, new Set([row.id]), wanted);
      try {
        const saved = await patchConversation(row, wanted);
        queries.setQueryData(inboxKeys.conversation(row.id), saved);
        spreadRow(queries, saved);
        void queries.invalidateQueries({ queryKey: inboxKeys.activity(row.id) });
        if (done) {
          toastUndo({
            message: done,
            id: `change-${row.id}`,
            onUndo: () => void change(saved, inverse(wanted, row)),
          });
        }
        return true;
      } catch (error) {
        rollback();
        const problem = Problem.from(error);
        if (!problem.conflict) {
          toastError(t("change.refused"), problemText(problem));
          return false;
        }
        const now = await fetchConversation(row.id).catch(() => null);
        if (!now) return false;
        queries.setQueryData(inboxKeys.conversation(row.id), now);
        spreadRow(queries, now);
        toastUndo({
          message: t("change.conflict", { what: difference(row, now) }),
          action: t("change.applyAnyway"),
          seconds: 20,
          id: `change-${row.id}`,
          onUndo: () => void change(now, wanted),
        });
        return false;
      }
    },
    [queries, t, problemText, difference],
  );
  return change;
}
