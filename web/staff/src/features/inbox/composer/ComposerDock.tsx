import { IconArrowBackUp, IconNote } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/lib/api/types";
import { useCommands } from "@/lib/keys/commands";
import { useMe } from "@/lib/session/session";
import { whenIdle } from "@/lib/whenIdle";
import classes from "./ComposerDock.module.css";
import { draftQuery, firstWriting, isEmptyHtml, type Kind } from "./draft";

const loadComposer = () => import("./Composer");
const Composer = lazy(() => loadComposer().then((module) => ({ default: module.Composer })));

interface Props {
  conversation: Conversation;
  onTyping: () => void;
}

/** The foot of the conversation: two ways to write, or what is being written. A kept draft opens by itself. */
export function ComposerDock({ conversation, onTyping }: Props) {
  const { t } = useTranslation("inbox");
  const signature = useMe().person.signature_html;
  const draft = useQuery(draftQuery(conversation.id));
  const [asked, setAsked] = useState<{ kind: Kind; turn: number } | null>(null);
  const [closed, setClosed] = useState(false);
  const [epoch, setEpoch] = useState(0);
  useEffect(() => whenIdle(() => void loadComposer()), []);
  const reload = async () => {
    await draft.refetch();
    setEpoch((before) => before + 1);
  };
  const kept = draft.data && !isEmptyHtml(draft.data.draft.html) ? draft.data : null;
  const open = asked !== null || (kept !== null && !closed);
  const mayReply = conversation.can.includes("reply");
  const mayNote = conversation.can.includes("note");
  const ask = (kind: Kind) => {
    setClosed(false);
    setAsked((before) => ({ kind, turn: (before?.turn ?? 0) + 1 }));
  };
  useCommands([
    ...(mayReply
      ? [
          {
            id: "inbox.reply",
            label: t("composer.reply"),
            group: t("keys.conversation"),
            keys: ["r"],
            run: () => ask("reply"),
          },
        ]
      : []),
    ...(mayNote
      ? [
          {
            id: "inbox.note",
            label: t("composer.note"),
            group: t("keys.conversation"),
            keys: ["n"],
            run: () => ask("note"),
          },
        ]
      : []),
  ]);
  if (!open || draft.isPending) {
    const name = conversation.contact.name || conversation.contact.address;
    return (
      <div className={classes.dock} onPointerEnter={() => void loadComposer()}>
        {mayReply && (
          <button type="button" className={classes.reply} onClick={() => ask("reply")}>
            <IconArrowBackUp size={16} stroke={1.7} />
            <span>{t("composer.replyTo", { name })}</span>
            <kbd>R</kbd>
          </button>
        )}
        {mayNote && (
          <button type="button" className={classes.note} onClick={() => ask("note")}>
            <IconNote size={16} stroke={1.7} />
            <span>{t("composer.note")}</span>
            <kbd>N</kbd>
          </button>
        )}
      </div>
    );
  }
  return (
    <Suspense fallback={<div className={classes.waiting} />}>
      <Composer
        key={epoch}
        conversation={conversation}
        first={firstWriting(conversation, kept, asked?.kind ?? "reply", signature)}
        revision={draft.data?.revision ?? 0}
        asked={asked}
        onTyping={onTyping}
        onClose={() => {
          setAsked(null);
          setClosed(true);
        }}
        onDone={() => {
          // Not `closed`: an answer that is called back opens again by itself.
          setAsked(null);
          setClosed(false);
        }}
        onReload={() => void reload()}
      />
    </Suspense>
  );
}
