import { Button, ColorInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Tag } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { FormModal } from "@/ui/FormModal";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { inboxKeys } from "../keys";
import { tagsQuery } from "../queries";
import classes from "./Order.module.css";

const COLOURS = ["#3f5f95", "#8a5a2b", "#2f7a6b", "#8b4566", "#5d5aa3", "#55722f", "#a04a36", "#2d7190"];

/** Tags are made while working; here they are put in order. */
export function TagsPage() {
  const { t } = useTranslation("inbox");
  const query = useQuery(tagsQuery);
  const [edited, setEdited] = useState<string | null>(null);
  const [removed, setRemoved] = useState<Tag | null>(null);
  const tags: Tag[] | undefined = query.data?.items;
  const tag = tags?.find((each) => each.id === edited);
  const remove = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/inbox/tags/{id}", { params: { path: { id } } })),
    refresh: [inboxKeys.all],
    said: t("tags.removed"),
    onDone: () => setRemoved(null),
  });
  return (
    <PageFrame title={t("tags.title")} intro={t("tags.intro")}>
      <DataTable
        label={t("tags.title")}
        query={onePage(query, tags)}
        keyOf={(row) => row.id}
        failure={t("tags.failed")}
        empty={<Empty title={t("tags.none")}>{t("tags.noneText")}</Empty>}
        columns={[
          {
            label: t("tags.name"),
            render: (row) => (
              <span className={classes.tag}>
                <span
                  className={classes.swatch}
                  style={{ background: row.color || "transparent" }}
                  aria-hidden="true"
                />
                {row.name}
              </span>
            ),
          },
          {
            label: t("tags.conversations"),
            render: (row) => (
              <Link
                to={paths.search}
                search={{ q: `tag:${row.name.includes(" ") ? `"${row.name}"` : row.name}` }}
              >
                {t("tags.show")}
              </Link>
            ),
          },
          {
            label: t("topics.actions"),
            actions: true,
            render: (row) => (
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={`${t("topics.edit")}: ${row.name}`}
                  onClick={() => setEdited(row.id)}
                >
                  {t("topics.edit")}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={`${t("topics.remove")}: ${row.name}`}
                  onClick={() => setRemoved(row)}
                >
                  {t("topics.remove")}
                </Button>
              </>
            ),
          },
        ]}
      />
      {tag && <TagDialog key={tag.id} tag={tag} onClose={() => setEdited(null)} />}
      {removed && (
        <Confirm
          title={t("topics.removeTitle", { name: removed.name })}
          text={t("tags.removeText")}
          action={t("topics.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}

const valuesOf = ({ name, color }: Tag) => ({ name, color });

function TagDialog({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const { t } = useTranslation("inbox");
  const form = useForm({ initialValues: valuesOf(tag) });
  const editing = useClash({
    thing: tag,
    valuesOf,
    form,
    words: wordsFrom({ name: { label: t("tags.name") }, color: { label: t("tags.colour") } }),
  });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(
        api.PATCH("/api/v1/inbox/tags/{id}", {
          params: { path: { id: tag.id } },
          body: { ...values, version: editing.version },
        }),
      ),
    refresh: [inboxKeys.all],
    form,
    said: t("tags.saved", { name: form.values.name }),
    onDone: onClose,
  });
  return (
    <FormModal
      title={tag.name}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label={t("tags.name")} data-autofocus {...form.getInputProps("name")} />
      <ColorInput
        label={t("tags.colour")}
        swatches={COLOURS}
        swatchesPerRow={8}
        withEyeDropper={false}
        {...form.getInputProps("color")}
      />
    </FormModal>
  );
}
