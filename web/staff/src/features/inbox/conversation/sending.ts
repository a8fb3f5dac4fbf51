import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { useProblemText } from "@/ui/problemText";
import { toastError } from "@/ui/toast";
import { inboxKeys } from "../keys";

/** Sends a mail again whose delivery failed. */
export function useRetry(conversation: string) {
  const queries = useQueryClient();
  const { t } = useTranslation("inbox");
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (message: string) =>
      unwrap(api.POST("/api/v1/inbox/messages/{id}/retry", { params: { path: { id: message } } })),
    onError: (error) => toastError(t("delivery.retryFailed"), problemText(error)),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: inboxKeys.messages(conversation) });
      void queries.invalidateQueries({ queryKey: inboxKeys.lists });
    },
  });
}
