import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type { Address, Attachment, Conversation, Draft, SavedDraft } from "@/lib/api/types";
import { inboxKeys } from "../keys";
import { DraftSaver, type SaveState } from "./draftSaver";

export type Kind = "reply" | "note";

/** An answer while it is written. */
export interface Writing {
  kind: Kind;
  html: string;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  mailbox: string | null;
  /** People named in a note. */
  mentions: string[];
  attachments: Attachment[];
}

export const draftQuery = (conversation: string) =>
  queryOptions({
    queryKey: inboxKeys.draft(conversation),
    queryFn: async (): Promise<SavedDraft | null> => {
      try {
        const found = await unwrap<SavedDraft | null>(
          api.GET("/api/v1/inbox/conversations/{id}/draft", { params: { path: { id: conversation } } }),
        );
        return found ?? null;
      } catch (error) {
        if (Problem.from(error).status === 404) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What stands in the composer at first: the draft, else the people who were written with so far. */
export function firstWriting(
  conversation: Conversation,
  kept: SavedDraft | null,
  kind: Kind,
  signature: string,
): Writing {
  if (kept) {
    const { draft, attachments } = kept;
    return {
      kind: draft.kind,
      html: draft.html,
      to: draft.recipients?.to ?? [],
      cc: draft.recipients?.cc ?? [],
      bcc: draft.recipients?.bcc ?? [],
      mailbox: draft.mailbox_id ?? null,
      mentions: draft.mentions ?? [],
      attachments,
    };
  }
  return {
    kind,
    html: kind === "reply" && signature ? `<p></p>${signature}` : "",
    to: conversation.reply.to,
    cc: conversation.reply.cc,
    bcc: [],
    mailbox: conversation.reply.from?.mailbox_id ?? conversation.mailbox_id ?? null,
    mentions: [],
    attachments: [],
  };
}

export function isEmptyHtml(html: string): boolean {
  return !/<img\b/i.test(html) && html.replace(/<[^>]*>|&nbsp;|\s/g, "") === "";
}

/** The same in the words of the API. */
export function draftOf({ kind, html, to, cc, bcc, mailbox, mentions, attachments }: Writing): Draft {
  return {
    kind,
    html,
    recipients: { to, cc, bcc },
    mailbox_id: mailbox,
    attachment_ids: attachments.map((each) => each.id),
    mentions,
  };
}

/** Saves what is written as it is written; the state is for the person to see. */
export function useDraftSaver(conversation: string, revision: number) {
  const queries = useQueryClient();
  const [state, setState] = useState<SaveState>("clean");
  // biome-ignore lint/correctness/useExhaustiveDependencies: one saver for the life of a composer
  const saver = useMemo(
    () =>
      new DraftSaver<Writing>({
        revision,
        onState: setState,
        save: async (writing, seen) => {
          const path = { id: conversation };
          const saved = await unwrap<SavedDraft>(
            api.PUT("/api/v1/inbox/conversations/{id}/draft", {
              params: { path },
              body: { draft: draftOf(writing), revision: seen },
              // The last words arrive even when the page is closed right after them; browsers allow 64 kB for that.
              keepalive: writing.html.length < 50_000,
            }),
          );
          queries.setQueryData<SavedDraft | null>(inboxKeys.draft(conversation), saved);
          return saved.revision;
        },
      }),
    [conversation],
  );
  useEffect(() => {
    const flush = () => void saver.flush();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      // Leaving the conversation keeps the last words.
      void saver.flush();
    };
  }, [saver]);
  return { saver, state };
}
