import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { PinnedNote } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useFilter, useToday } from "../filter/useFilter";
import { dayText } from "../numbers/format";
import { notesQuery } from "../queries";
import classes from "./Notes.module.css";

const KEY = ["insight", "notes"];

/** What was pinned on the days of a trend, and the way to pin more. */
export function Notes() {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const may = useMay("insight.settings.manage");
  const notes = useQuery(notesQuery(filter)).data ?? [];
  const [pinning, setPinning] = useState(false);
  if (notes.length === 0 && !may) return null;
  return (
    <div className={classes.notes}>
      {notes.length > 0 && (
        <ul aria-label={t("note.title")}>
          {notes.map((note) => (
            <Line key={note.id} note={note} may={may} />
          ))}
        </ul>
      )}
      {may && (
        <Button variant="subtle" size="compact-sm" onClick={() => setPinning(true)}>
          {t("note.pin")}
        </Button>
      )}
      {pinning && <PinDialog note={null} onClose={() => setPinning(false)} />}
    </div>
  );
}

function Line({ note, may }: { note: PinnedNote; may: boolean }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const [editing, setEditing] = useState(false);
  const remove = useSave({
    save: () => unwrap(api.DELETE("/api/v1/insight/notes/{id}", { params: { path: { id: note.id } } })),
    refresh: [KEY],
    said: t("note.removed"),
    loud: true,
  });
  return (
    <li>
      <span className={classes.day}>{dayText(note.day, locale)}</span> {note.text}
      {may && (
        <>
          <ActionIcon
            size="sm"
            aria-label={t("note.changeOf", { text: note.text })}
            onClick={() => setEditing(true)}
          >
            <IconPencil size={14} />
          </ActionIcon>
          <ActionIcon
            size="sm"
            loading={remove.isPending}
            aria-label={t("note.remove", { text: note.text })}
            onClick={() => remove.mutate()}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </>
      )}
      {editing && <PinDialog note={note} onClose={() => setEditing(false)} />}
    </li>
  );
}

const valuesOf = ({ day, text }: PinnedNote) => ({ day, text });

function PinDialog({ note, onClose }: { note: PinnedNote | null; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const today = useToday();
  const day = filter.to < today ? filter.to : today;
  const form = useForm({ initialValues: note ? valuesOf(note) : { day, text: "" } });
  const words = wordsFrom({ day: { label: t("note.day") }, text: { label: t("note.text") } });
  const editing = useClash({ thing: note, valuesOf, form, words });
  const save = useSave({
    save: (values: typeof form.values, key) =>
      note
        ? unwrap(
            api.PUT("/api/v1/insight/notes/{id}", {
              params: { path: { id: note.id } },
              body: { note: values, version: editing.version },
            }),
          )
        : unwrap(api.POST("/api/v1/insight/notes", { headers: { "Idempotency-Key": key }, body: values })),
    refresh: [KEY],
    form,
    said: t("note.saved"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t(note ? "note.change" : "note.pin")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput type="date" label={t("note.day")} {...form.getInputProps("day")} />
      <TextInput
        label={t("note.text")}
        description={t("note.textHint")}
        data-autofocus
        {...form.getInputProps("text")}
      />
    </FormModal>
  );
}
