import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { problemWords } from "@/lib/i18n/problemWords";
import { useProblemText } from "@/ui/problemText";
import { toast, toastError, toastUndo } from "@/ui/toast";
import { type Change, changeBody, showChange } from "../changes";
import { inboxKeys } from "../keys";

interface BulkAnswer {
  changed: { id: string; version: number }[];
  refused: { id: string; code: string; detail: string }[];
  undo_token?: string | null;
}

/** Tags are added to many conversations, never replaced: each keeps its own. */
function bulkBody(change: Change) {
  const { tags, ...rest } = changeBody(change);
  return tags ? { ...rest, add_tags: tags } : rest;
}

/** Changes many conversations at once, shown before the server answered, with one way back for all. */
export function useBulkChange() {
  const queries = useQueryClient();
  const { t } = useTranslation("inbox");
  const problemText = useProblemText();
  const renew = () => {
    for (const key of [inboxKeys.lists, inboxKeys.counts, ["inbox", "conversation"], ["inbox", "activity"]]) {
      void queries.invalidateQueries({ queryKey: key });
    }
  };
  const undo = async (token: string) => {
    try {
      await unwrap(api.POST("/api/v1/inbox/conversations/bulk/undo", { body: { undo_token: token } }));
      toast(t("bulk.undone"));
    } catch (error) {
      toastError(t("bulk.undoFailed"), problemText(error));
    }
    renew();
  };
  return async (ids: string[], change: Change): Promise<void> => {
    const { tags: _, ...visible } = change;
    const rollback = await showChange(queries, new Set(ids), visible);
    try {
      const answer = await unwrap<BulkAnswer>(
        api.POST("/api/v1/inbox/conversations/bulk", { body: { ids, ...bulkBody(change) } }),
      );
      const message = t("bulk.done", { count: answer.changed.length });
      const token = answer.undo_token;
      if (token) toastUndo({ message, onUndo: () => void undo(token) });
      else toast(message);
      const refusal = answer.refused[0];
      if (refusal) {
        const why = problemWords(refusal.code, refusal.detail);
        toastError(t("bulk.refused", { count: answer.refused.length }), why);
      }
    } catch (error) {
      rollback();
      toastError(t("bulk.failed"), problemText(error));
    }
    renew();
  };
}
