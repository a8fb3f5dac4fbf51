import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "@/lib/api/client";
import type { ConversationRow } from "@/lib/api/types";
import { type Pages, patchRows } from "@/lib/query/optimistic";
import { inboxKeys } from "../keys";

const LOOK = 700;

/** Marks the thread as read once it was really looked at, not while somebody leafs through with `j`. */
export function SeenMarker({ conversation, newest }: { conversation: string; newest: string | null }) {
  const queries = useQueryClient();
  useEffect(() => {
    if (newest === null) return;
    const mark = () => {
      if (document.visibilityState !== "visible") return;
      queries.setQueriesData<Pages<ConversationRow>>(
        { queryKey: inboxKeys.lists },
        (pages) =>
          pages &&
          patchRows(pages, (row) =>
            row.id === conversation && row.unread ? { ...row, unread: false } : row,
          ),
      );
      // Not being able to say so is no reason to disturb the reader; the next look says it again.
      void api
        .PUT("/api/v1/inbox/conversations/{id}/seen", {
          params: { path: { id: conversation } },
          body: { message_id: newest },
        })
        .catch(() => undefined);
    };
    const timer = window.setTimeout(mark, LOOK);
    document.addEventListener("visibilitychange", mark);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", mark);
    };
  }, [conversation, newest, queries]);
  return null;
}
