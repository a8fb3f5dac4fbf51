import { useQuery } from "@tanstack/react-query";
import type { Editor as TipTap } from "@tiptap/react";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, Status } from "@/lib/api/types";
import { peopleQuery } from "../queries";
import { objection } from "./beforeSending";
import classes from "./Composer.module.css";
import { ComposerHead } from "./ComposerHead";
import type { Kind, Writing } from "./draft";
import { Editor, mentionsIn } from "./Editor";
import { Envelope } from "./Envelope";
import { Files } from "./Files";
import { MailboxSignature } from "./MailboxSignature";
import { SendButtons } from "./SendButtons";
import { Toolbar } from "./Toolbar";
import { useNewer } from "./useNewer";
import { useSend } from "./useSend";
import { useSendingKeys } from "./useSendingKeys";
import { useWriting } from "./useWriting";
import { Doubt, Warnings } from "./Warnings";

interface Props {
  conversation: Conversation;
  first: Writing;
  revision: number;
  /** The last wish of the keyboard or the buttons; a new `turn` is a new wish. */
  asked: { kind: Kind; turn: number } | null;
  onTyping: () => void;
  onClose: () => void;
  onDone: () => void;
  /** Takes over what another tab saved. */
  onReload: () => void;
}

/** Where an answer or a note is written. */
export function Composer({
  conversation,
  first,
  revision,
  asked,
  onTyping,
  onClose,
  onDone,
  onReload,
}: Props) {
  const { t } = useTranslation("inbox");
  const [editor, setEditor] = useState<TipTap | null>(null);
  const { writing, current, change, uploads, saver, state } = useWriting(conversation.id, first, revision);
  const newer = useNewer(conversation.id);
  const sending = useSend(conversation, saver, onDone);
  const [stopped, setStopped] = useState<{ by: "noRecipient" | "forgotten"; status: Status | null } | null>(
    null,
  );
  const note = writing.kind === "note";
  // What came through the API is fetched from there by the program that sent it: nobody is written to.
  const byMail = conversation.channel === "mail";
  const forReply = byMail ? "composer.replyPlaceholder" : "composer.apiPlaceholder";
  const placeholder = note ? "composer.notePlaceholder" : forReply;
  const people = usePeopleToName(note);
  useWish(editor, asked, revision, () => current.current.kind, change);

  const send = (status: Status | null, sure = false) => {
    const now = current.current;
    if (!editor || sending.busy || uploads.running.length > 0) return;
    const untouched = revision === 0 ? first.html : null;
    const against = objection(now, { text: editor.getText(), untouched, byMail, sure });
    if (against === "nothing") return;
    setStopped(against && { by: against, status });
    if (against === null) void sending.send({ writing: now, status, seen: newer.seen });
  };
  useSendingKeys(send);

  return (
    <div
      className={classes.composer}
      data-kind={writing.kind}
      onKeyDown={(event) => leaveOnEscape(event, editor)}
      tabIndex={-1}
      role="group"
      aria-label={t(note ? "composer.note" : "composer.reply")}
    >
      <ComposerHead
        kind={writing.kind}
        can={conversation.can}
        state={state}
        onKind={(kind) => {
          change({ kind });
          editor?.commands.focus();
        }}
        onDiscard={() => void sending.discard(current.current)}
        onClose={onClose}
      />
      {!note && byMail && (
        <Envelope
          conversation={conversation}
          writing={writing}
          missing={stopped?.by === "noRecipient"}
          onChange={change}
        />
      )}
      {!note && !byMail && <p className={classes.byApi}>{t("composer.byApi")}</p>}
      <Editor
        initialHtml={first.html}
        placeholder={t(placeholder)}
        label={t(note ? "composer.note" : "composer.reply")}
        people={people}
        onEditor={setEditor}
        onFile={uploads.send}
        onSend={(solve) => send(solve && !note ? "solved" : null)}
        onChange={() => {
          if (!editor) return;
          onTyping();
          setStopped(null);
          change({ html: editor.getHTML(), mentions: mentionsIn(editor) });
        }}
      />
      {!note && byMail && <MailboxSignature mailbox={writing.mailbox} />}
      <Files
        attachments={writing.attachments.filter((each) => !writing.html.includes(each.url))}
        uploads={uploads.running}
        onRemove={(id) => change({ attachments: writing.attachments.filter((each) => each.id !== id) })}
      />
      {!note && <Doubt conversation={conversation.id} />}
      <Warnings
        newer={newer.messages}
        onRead={newer.read}
        refused={sending.refused}
        forgotten={stopped?.by === "forgotten"}
        onSendWithout={() => send(stopped?.status ?? null, true)}
        conflict={state === "conflict"}
        onReload={onReload}
      />
      <div className={classes.foot}>
        <Toolbar editor={editor} onFiles={(files) => void Promise.all(files.map(uploads.send))} />
        <SendButtons
          note={note}
          busy={sending.busy}
          blocked={uploads.running.length > 0 || (!note && newer.messages.length > 0)}
          onSend={send}
        />
      </div>
    </div>
  );
}

/** The keyboard goes back to the page; what was written stays. */
function leaveOnEscape(event: KeyboardEvent<HTMLDivElement>, editor: TipTap | null): void {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  editor?.commands.blur();
  event.currentTarget.focus();
}

/** Colleagues for `@`; none in what customers read. */
function usePeopleToName(note: boolean) {
  const people = useQuery(peopleQuery).data?.items;
  return useMemo(() => (note ? (people ?? []).filter((person) => person.active) : []), [note, people]);
}

/** Turns to what was wished for, by `r`, `n` or their buttons, and puts the cursor there. */
function useWish(
  editor: TipTap | null,
  asked: Props["asked"],
  revision: number,
  kindNow: () => Kind,
  change: (part: Partial<Writing>) => void,
): void {
  const turn = asked?.turn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish changes the kind and takes the focus
  useEffect(() => {
    if (!editor || editor.isDestroyed || !asked) return;
    if (asked.kind !== kindNow()) change({ kind: asked.kind });
    editor.commands.focus(revision === 0 ? "start" : "end");
  }, [editor, turn]);
}
