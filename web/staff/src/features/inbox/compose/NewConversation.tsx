import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Editor as TipTap } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, idempotencyKey, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import type { Address, Conversation } from "@/lib/api/types";
import { useProblemText } from "@/ui/problemText";
import { isEmptyHtml } from "../composer/draft";
import { Editor } from "../composer/Editor";
import { Files } from "../composer/Files";
import { FromSelect } from "../composer/FromSelect";
import { Recipients } from "../composer/Recipients";
import { Toolbar } from "../composer/Toolbar";
import { useUploads } from "../composer/uploads";
import { inboxKeys } from "../keys";
import { mailboxesQuery } from "../queries";
import { emptyLetter, keepLetter, keptLetter, type Letter } from "./letter";
import classes from "./NewConversation.module.css";

interface Props {
  /** To whom, when it is begun from a customer's page; such a mail is not kept for later. */
  to?: Address[];
  onClose: () => void;
}

/** A mail that begins a conversation. What was begun is kept in this browser until it is sent. */
export function NewConversation({ to: known, onClose }: Props) {
  const { t } = useTranslation("inbox");
  const problemText = useProblemText();
  const [letter, setLetter] = useState<Letter>(() => (known ? { ...emptyLetter, to: known } : keptLetter()));
  const [editor, setEditor] = useState<TipTap | null>(null);
  const mailboxes = useQuery(mailboxesQuery).data?.items ?? [];
  const mailbox = letter.mailbox ?? mailboxes[0]?.id ?? null;
  const change = (part: Partial<Letter>) => setLetter((before) => ({ ...before, ...part }));
  useEffect(() => {
    if (!known) keepLetter(letter);
  }, [letter, known]);
  const uploads = useUploads((attachment) =>
    setLetter((before) => ({ ...before, attachments: [...before.attachments, attachment] })),
  );
  const create = useCreate(onClose, !known);
  const faults = fieldErrors(create.error);
  const ready =
    letter.to.length > 0 && letter.subject.trim() !== "" && !isEmptyHtml(letter.html) && mailbox !== null;
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={t("compose.new")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {mailboxes.length > 0 && (
        <FromSelect value={mailbox} onChange={(chosen) => change({ mailbox: chosen })} />
      )}
      <Recipients
        label={t("mail.to")}
        value={letter.to}
        onChange={(to) => change({ to })}
        error={faults.to ?? null}
        autoFocus
      />
      <div className={classes.copies}>
        <Recipients label={t("mail.cc")} value={letter.cc} onChange={(cc) => change({ cc })} />
        <Recipients label={t("mail.bcc")} value={letter.bcc} onChange={(bcc) => change({ bcc })} />
      </div>
      <TextInput
        variant="unstyled"
        aria-label={t("compose.subject")}
        placeholder={t("compose.subject")}
        value={letter.subject}
        onChange={(event) => change({ subject: event.currentTarget.value })}
        error={faults.subject}
        classNames={{ input: classes.subject ?? "" }}
      />
      <Editor
        initialHtml={letter.html}
        placeholder={t("compose.placeholder")}
        label={t("compose.body")}
        people={[]}
        onEditor={setEditor}
        onFile={uploads.send}
        onChange={() => editor && change({ html: editor.getHTML() })}
      />
      <Files
        attachments={letter.attachments.filter((each) => !letter.html.includes(each.url))}
        uploads={uploads.running}
        onRemove={(id) => change({ attachments: letter.attachments.filter((each) => each.id !== id) })}
      />
      {create.isError && (
        <div role="alert" className={classes.refused}>
          <strong>{t("composer.notSent")}</strong> {problemText(create.error)} {t("composer.kept")}
        </div>
      )}
      <div className={classes.foot}>
        <Toolbar
          editor={editor}
          onFiles={(files) => {
            for (const file of files) void uploads.send(file);
          }}
        />
        <Button
          disabled={!ready || uploads.running.length > 0}
          loading={create.isPending}
          onClick={() => create.mutate({ ...letter, mailbox })}
        >
          {t("composer.send")}
        </Button>
      </div>
    </Modal>
  );
}

function useCreate(onClose: () => void, kept: boolean) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  // One key for one letter: a repeated attempt after a lost answer does not send it twice.
  const key = useRef(idempotencyKey());
  return useMutation({
    mutationFn: ({ subject, to, cc, bcc, html, mailbox, attachments }: Letter) =>
      unwrap<Conversation>(
        api.POST("/api/v1/inbox/conversations", {
          headers: { "Idempotency-Key": key.current },
          body: {
            subject,
            to,
            cc,
            bcc,
            html,
            mailbox_id: mailbox ?? "",
            attachment_ids: attachments.map((each) => each.id),
          },
        }),
      ),
    onError: () => {
      key.current = idempotencyKey();
    },
    onSuccess: (made) => {
      if (kept) keepLetter(emptyLetter);
      void queries.invalidateQueries({ queryKey: inboxKeys.lists });
      void queries.invalidateQueries({ queryKey: inboxKeys.counts });
      onClose();
      void navigate({ to: paths.conversation, params: { view: "all", conversation: made.id }, search: {} });
    },
  });
}
