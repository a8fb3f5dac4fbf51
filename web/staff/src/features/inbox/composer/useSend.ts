import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, idempotencyKey, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type { Conversation, Message, SavedDraft, Status } from "@/lib/api/types";
import type { Pages } from "@/lib/query/optimistic";
import { useProblemText } from "@/ui/problemText";
import { toast, toastError, toastUndo } from "@/ui/toast";
import { inboxKeys } from "../keys";
import { useInboxWay } from "../way";
import { draftOf, type Writing } from "./draft";
import type { DraftSaver } from "./draftSaver";

interface Letter {
  writing: Writing;
  status: Status | null;
  /** The newest message the writer has seen. */
  seen: string | null;
}

/** Sends answers and notes; whatever fails, what was written stays in the composer. */
export function useSend(conversation: Conversation, saver: DraftSaver<Writing>, onDone: () => void) {
  const queries = useQueryClient();
  const { t } = useTranslation("inbox");
  const problemText = useProblemText();
  const way = useInboxWay();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const path = { id: conversation.id };

  const post = (letter: Letter): Promise<Message> => {
    const { writing } = letter;
    const attachment_ids = writing.attachments.map((each) => each.id);
    const headers = { "Idempotency-Key": idempotencyKey() };
    if (writing.kind === "note") {
      return unwrap<Message>(
        api.POST("/api/v1/inbox/conversations/{id}/notes", {
          params: { path },
          headers,
          body: { html: writing.html, mentions: writing.mentions, attachment_ids },
        }),
      );
    }
    const { html, to, cc, bcc, mailbox } = writing;
    return unwrap<Message>(
      api.POST("/api/v1/inbox/conversations/{id}/replies", {
        params: { path },
        headers,
        body: {
          html,
          to,
          cc,
          bcc,
          mailbox_id: mailbox,
          attachment_ids,
          status_after: letter.status,
          seen_message_id: letter.seen,
        },
      }),
    );
  };

  const renew = () => {
    for (const key of [
      inboxKeys.messages(conversation.id),
      inboxKeys.conversation(conversation.id),
      inboxKeys.activity(conversation.id),
      inboxKeys.counts,
    ]) {
      void queries.invalidateQueries({ queryKey: key });
    }
  };

  const undo = async (message: Message) => {
    try {
      await unwrap(api.POST("/api/v1/inbox/messages/{id}/undo", { params: { path: { id: message.id } } }));
      await queries.invalidateQueries({ queryKey: inboxKeys.draft(conversation.id), refetchType: "all" });
      // Whoever has gone on to the next one is brought back to what they called back.
      way.show(conversation.id);
      toast(t("composer.undone"));
    } catch (error) {
      toastError(t("composer.undoFailed"), problemText(error));
    }
    renew();
  };

  const sent = (message: Message, letter: Letter) => {
    append(message);
    queries.setQueryData<SavedDraft | null>(inboxKeys.draft(conversation.id), null);
    renew();
    onDone();
    if (letter.writing.kind === "note") return;
    const until = message.delivery?.undo_until;
    const seconds = until ? Math.round((Date.parse(until) - Date.now()) / 1000) : 0;
    if (seconds > 1) {
      toastUndo({
        message: t("composer.sent"),
        seconds: Math.min(seconds, 10),
        id: `sent-${message.id}`,
        onUndo: () => void undo(message),
      });
    }
    if (letter.status === "solved") way.onward();
  };

  const append = (message: Message) =>
    queries.setQueryData<Pages<Message>>(inboxKeys.messages(conversation.id), (pages) => {
      const [newest, ...older] = pages?.pages ?? [];
      if (!pages || !newest) return pages;
      return { ...pages, pages: [{ ...newest, items: [...newest.items, message] }, ...older] };
    });

  const send = async (letter: Letter) => {
    setBusy(true);
    setRefused(null);
    await saver.stop();
    try {
      sent(await post(letter), letter);
    } catch (error) {
      saver.resume();
      saver.edit(letter.writing);
      const problem = Problem.from(error);
      // Something newer came in: fetching it makes the warning appear, with the way to go on.
      if (problem.conflict) renew();
      else setRefused(problemText(problem));
    } finally {
      setBusy(false);
    }
  };

  /** Throws the draft away, with a way back. */
  const discard = async (writing: Writing) => {
    await saver.stop();
    onDone();
    queries.setQueryData<SavedDraft | null>(inboxKeys.draft(conversation.id), null);
    const restore = async () => {
      const body = { draft: draftOf(writing), revision: 0 };
      await unwrap(api.PUT("/api/v1/inbox/conversations/{id}/draft", { params: { path }, body }));
      await queries.invalidateQueries({ queryKey: inboxKeys.draft(conversation.id), refetchType: "all" });
    };
    try {
      await unwrap(api.DELETE("/api/v1/inbox/conversations/{id}/draft", { params: { path } }));
      toastUndo({ message: t("composer.discarded"), onUndo: () => void restore() });
    } catch (error) {
      if (Problem.from(error).status !== 404) toastError(t("composer.discardFailed"), problemText(error));
    }
  };

  return { busy, refused, send, discard };
}
