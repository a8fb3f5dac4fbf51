import { ActionIcon, Button, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, idempotencyKey, unwrap } from "@/lib/api/client";
import type { ContactNote } from "@/lib/api/types";
import { useMay, useMe } from "@/lib/session/session";
import { useProblemText } from "@/ui/problemText";
import { Time } from "@/ui/Time";
import { toastError, toastUndo } from "@/ui/toast";
import classes from "./Customers.module.css";
import { type NotesOf, notesQuery } from "./queries";

/** What colleagues should know, kept beside the customer and not in one conversation. */
export function Notes({ of }: { of: NotesOf }) {
  const { t } = useTranslation("customers");
  const mayWrite = useMay("customers.note.write");
  const mayModerate = useMay("customers.note.moderate");
  const me = useMe().person.id;
  const query = useInfiniteQuery(notesQuery(of));
  const notes = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { write, remove } = useNoteChanges(of);
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t("notes")}</h2>
      {notes.map((note) => (
        <div key={note.id} className={classes.note}>
          <p>{note.text}</p>
          <div className={classes.noteFoot}>
            <span>
              {note.author.name} · <Time at={note.created_at} />
            </span>
            {(mayModerate || note.author.id === me) && (
              <ActionIcon size="sm" aria-label={t("note.delete")} onClick={() => void remove(note)}>
                <IconTrash size={14} />
              </ActionIcon>
            )}
          </div>
        </div>
      ))}
      {query.hasNextPage && (
        <Button size="compact-sm" variant="subtle" onClick={() => void query.fetchNextPage()}>
          {t("note.more")}
        </Button>
      )}
      {mayWrite && <WriteNote write={write} />}
    </section>
  );
}

function WriteNote({ write }: { write: ReturnType<typeof useNoteChanges>["write"] }) {
  const { t } = useTranslation("customers");
  const problemText = useProblemText();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate(text.trim(), { onSuccess: () => setText("") });
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        autosize
        minRows={1}
        maxRows={8}
        aria-label={t("note.write")}
        placeholder={t("note.write")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={write.isError ? problemText(write.error) : null}
      />
      {text.trim() && (
        <Button mt="xs" type="submit" variant="default" size="compact-md" loading={write.isPending}>
          {t("note.keep")}
        </Button>
      )}
    </form>
  );
}

function useNoteChanges(of: NotesOf) {
  const { t } = useTranslation("customers");
  const queries = useQueryClient();
  const problemText = useProblemText();
  const renew = () => queries.invalidateQueries({ queryKey: ["customers", of.kind, of.id, "notes"] });
  const post = (text: string) => {
    const init = {
      params: { path: { id: of.id } },
      headers: { "Idempotency-Key": idempotencyKey() },
      body: { text },
    };
    return of.kind === "contact"
      ? unwrap<ContactNote>(api.POST("/api/v1/customers/contacts/{id}/notes", init))
      : unwrap<ContactNote>(api.POST("/api/v1/customers/organisations/{id}/notes", init));
  };
  const write = useMutation({ mutationFn: post, onSuccess: renew });
  const remove = async (note: ContactNote) => {
    const params = { path: { id: of.id, note_id: note.id } };
    try {
      await (of.kind === "contact"
        ? unwrap(api.DELETE("/api/v1/customers/contacts/{id}/notes/{note_id}", { params }))
        : unwrap(api.DELETE("/api/v1/customers/organisations/{id}/notes/{note_id}", { params })));
      toastUndo({ message: t("note.deleted"), onUndo: () => write.mutate(note.text) });
      await renew();
    } catch (error) {
      toastError(t("note.notDeleted"), problemText(error));
    }
  };
  return { write, remove };
}
