import { ActionIcon } from "@mantine/core";
import { IconTrash, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Editor as TipTap } from "@tiptap/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attachment, Conversation, Status } from "@/lib/api/types";
import { useCommands } from "@/lib/keys/commands";
import { peopleQuery } from "../queries";
import classes from "./Composer.module.css";
import { isEmptyHtml, type Kind, useDraftSaver, type Writing } from "./draft";
import { Editor, mentionsIn } from "./Editor";
import { Files } from "./Files";
import { FromSelect } from "./FromSelect";
import { speaksOfAttachment } from "./forgotten";
import { MailboxSignature } from "./MailboxSignature";
import { Recipients } from "./Recipients";
import { SaveMark } from "./SaveMark";
import { SendButtons } from "./SendButtons";
import { Toolbar } from "./Toolbar";
import { useUploads } from "./uploads";
import { useNewer } from "./useNewer";
import { useSend } from "./useSend";
import { Warnings } from "./Warnings";

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
  const [writing, setWriting] = useState(first);
  const [editor, setEditor] = useState<TipTap | null>(null);
  const [forgotten, setForgotten] = useState<{ status: Status | null } | null>(null);
  const [noRecipient, setNoRecipient] = useState(false);
  const current = useRef(writing);
  const { saver, state } = useDraftSaver(conversation.id, revision);
  const newer = useNewer(conversation.id);
  const people = useQuery(peopleQuery).data?.items ?? [];
  const box = useRef<HTMLDivElement>(null);

  const change = useCallback(
    (part: Partial<Writing>) => {
      const next = { ...current.current, ...part };
      current.current = next;
      setWriting(next);
      saver.edit(next);
    },
    [saver],
  );
  const addFile = useCallback(
    (attachment: Attachment) => change({ attachments: [...current.current.attachments, attachment] }),
    [change],
  );
  const uploads = useUploads(addFile);
  const sending = useSend(conversation, saver, onDone);

  const turn = asked?.turn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish changes the kind and takes the focus
  useEffect(() => {
    if (!editor || editor.isDestroyed || !asked) return;
    if (asked.kind !== current.current.kind) change({ kind: asked.kind });
    editor.commands.focus(revision === 0 ? "start" : "end");
  }, [editor, turn]);

  // What came through the API is fetched from there by the program that sent it: nobody is written to.
  const byMail = conversation.channel === "mail";
  const send = (status: Status | null, sure = false) => {
    const now = current.current;
    if (!editor || sending.busy || uploads.running.length > 0) return;
    // A signature alone says nothing.
    const nothing = isEmptyHtml(now.html) || (revision === 0 && now.html === first.html);
    if (nothing && now.attachments.length === 0) return;
    if (now.kind === "reply" && byMail && now.to.length + now.cc.length + now.bcc.length === 0) {
      setNoRecipient(true);
      return;
    }
    if (!sure && now.attachments.length === 0 && speaksOfAttachment(editor.getText())) {
      setForgotten({ status });
      return;
    }
    setForgotten(null);
    void sending.send({ writing: now, status, seen: newer.seen });
  };
  const discard = async () => {
    await sending.discard(current.current);
  };
  useCommands([
    {
      id: "inbox.send",
      label: t("composer.send"),
      group: t("composer.group"),
      keys: ["mod+enter"],
      whileTyping: true,
      run: () => send(null),
    },
    {
      id: "inbox.sendAndSolve",
      label: t("composer.sendSolved"),
      group: t("composer.group"),
      keys: ["mod+shift+enter"],
      whileTyping: true,
      run: () => send("solved"),
    },
  ]);
  const note = writing.kind === "note";
  const onFiles = (files: File[]) => {
    for (const file of files) void uploads.send(file);
  };
  const mentionable = useMemo(
    () => (note ? people.filter((person) => person.active !== false) : []),
    [note, people],
  );
  return (
    <div
      ref={box}
      className={classes.composer}
      data-kind={writing.kind}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) {
          editor?.commands.blur();
          box.current?.focus();
        }
      }}
      tabIndex={-1}
      role="group"
      aria-label={t(note ? "composer.note" : "composer.reply")}
    >
      <div className={classes.tabs}>
        <div role="radiogroup" aria-label={t("composer.kind")} className={classes.kinds}>
          {(["reply", "note"] as const).map((kind) => (
            <button
              key={kind}
              type="button"
              role="radio"
              aria-checked={writing.kind === kind}
              disabled={!conversation.can.includes(kind)}
              className={classes.kind}
              onClick={() => {
                change({ kind });
                editor?.commands.focus();
              }}
            >
              {t(`composer.${kind}`)}
            </button>
          ))}
        </div>
        <SaveMark state={state} />
        <ActionIcon
          size="sm"
          aria-label={t("composer.discard")}
          title={t("composer.discard")}
          onClick={() => void discard()}
        >
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
        <ActionIcon size="sm" aria-label={t("composer.close")} title={t("composer.close")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {!note && !byMail && <p className={classes.byApi}>{t("composer.byApi")}</p>}
      {!note && byMail && (
        <div className={classes.envelope}>
          <FromSelect
            usual={conversation.reply.from}
            value={writing.mailbox}
            onChange={(mailbox) => change({ mailbox })}
          />
          <Recipients
            label={t("mail.to")}
            value={writing.to}
            error={noRecipient && writing.to.length === 0 ? t("composer.noRecipient") : null}
            onChange={(to) => change({ to })}
          />
          <div className={classes.copies}>
            <Recipients label={t("mail.cc")} value={writing.cc} onChange={(cc) => change({ cc })} />
            <Recipients label={t("mail.bcc")} value={writing.bcc} onChange={(bcc) => change({ bcc })} />
          </div>
        </div>
      )}
      <Editor
        initialHtml={first.html}
        placeholder={t(note ? "composer.notePlaceholder" : "composer.replyPlaceholder")}
        label={t(note ? "composer.note" : "composer.reply")}
        people={mentionable}
        onEditor={setEditor}
        onFile={uploads.send}
        onSend={(solve) => send(solve && !note ? "solved" : null)}
        onChange={() => {
          if (!editor) return;
          onTyping();
          setForgotten(null);
          change({ html: editor.getHTML(), mentions: mentionsIn(editor) });
        }}
      />
      {!note && byMail && <MailboxSignature mailbox={writing.mailbox} />}
      <Files
        attachments={writing.attachments.filter((each) => !writing.html.includes(each.url))}
        uploads={uploads.running}
        onRemove={(id) => change({ attachments: writing.attachments.filter((each) => each.id !== id) })}
      />
      <Warnings
        newer={newer.messages}
        onRead={newer.read}
        refused={sending.refused}
        forgotten={forgotten !== null}
        onSendWithout={() => send(forgotten?.status ?? null, true)}
        conflict={state === "conflict"}
        onReload={onReload}
      />
      <div className={classes.foot}>
        <Toolbar editor={editor} onFiles={onFiles} />
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
