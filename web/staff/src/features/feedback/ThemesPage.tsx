import { Button, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { CommentTheme, CommentThemeCount, CommentThemes } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { useNow } from "@/lib/time/now";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { FormModal } from "@/ui/FormModal";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { Comments } from "./Comments";
import classes from "./Feedback.module.css";
import { InsightEditor } from "./InsightEditor";
import { type CommentsOf, feedbackKeys, NO_THEME, themesQuery, topicsQuery } from "./queries";
import { Tabs } from "./Tabs";

const DAY = 86_400_000;

/** What customers say in their own words, by theme, and the comments themselves. */
export function ThemesPage() {
  const { t } = useTranslation("feedback");
  const hour = Math.ceil(useNow() / 3_600_000) * 3_600_000;
  const period = useMemo(
    () => ({ from: new Date(hour - 365 * DAY).toISOString(), to: new Date(hour).toISOString() }),
    [hour],
  );
  const query = useQuery(themesQuery(period));
  const mayManage = useMay("feedback.theme.manage");
  const [shown, setShown] = useState<CommentsOf>({});
  const [edited, setEdited] = useState<CommentTheme | null>(null);
  const [shared, setShared] = useState<CommentTheme | null>(null);
  const learn = useSave({
    save: () => unwrap(api.POST("/api/v1/feedback/themes/learn", {})),
    refresh: [feedbackKeys.themes, feedbackKeys.comments],
    said: t("themes.learned"),
    loud: true,
  });
  const themes = query.data?.items.flatMap((each) => each.theme ?? []) ?? [];
  return (
    <PageFrame
      title={t("themes.title")}
      intro={t("themes.intro")}
      actions={
        mayManage && (
          <Button variant="default" loading={learn.isPending} onClick={() => learn.mutate()}>
            {t("themes.learn")}
          </Button>
        )
      }
    >
      <Tabs />
      <div className={classes.part}>
        <DataTable
          label={t("themes.theme")}
          query={onePage(query, query.data?.items)}
          keyOf={(row) => row.theme?.id ?? NO_THEME}
          failure={t("themes.failed")}
          empty={<Empty title={t("themes.none")}>{t("themes.noneText")}</Empty>}
          columns={useColumns({ mayManage, onShow: setShown, onEdit: setEdited, onShare: setShared })}
        />
      </div>
      <Comments of={{ ...period, ...shown }} themes={themes} onAll={() => setShown({})} />
      {edited && <ThemeEditor theme={edited} themes={query.data} onClose={() => setEdited(null)} />}
      {shared && <InsightEditor insight={null} theme={shared} onClose={() => setShared(null)} />}
    </PageFrame>
  );
}

interface Does {
  mayManage: boolean;
  onShow: (of: CommentsOf) => void;
  onEdit: (theme: CommentTheme) => void;
  onShare: (theme: CommentTheme) => void;
}

function useColumns({ mayManage, onShow, onEdit, onShare }: Does): Column<CommentThemeCount>[] {
  const { t } = useTranslation("feedback");
  const mayShare = useMay("feedback.insight.share");
  const feelings = ["negative", "neutral", "positive"] as const;
  return [
    {
      label: t("themes.theme"),
      render: ({ theme }) => (
        <button
          type="button"
          className={classes.link}
          onClick={() => onShow({ theme: theme?.id ?? NO_THEME })}
        >
          {theme?.name ?? t("themes.noTheme")}
        </button>
      ),
    },
    { label: t("themes.comments"), number: true, render: (row) => row.comments },
    ...feelings.map((sentiment) => ({
      label: t(`themes.${sentiment}`),
      number: true,
      render: (row: CommentThemeCount) => (
        <button
          type="button"
          className={classes.link}
          aria-label={`${row.theme?.name ?? t("themes.noTheme")}, ${t(`themes.${sentiment}`)}: ${row[sentiment]}`}
          onClick={() => onShow({ theme: row.theme?.id ?? NO_THEME, sentiment })}
        >
          {row[sentiment]}
        </button>
      ),
    })),
    {
      label: t("actions"),
      actions: true,
      render: ({ theme }) =>
        theme && (
          <>
            {mayManage && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t("themes.renameOf", { name: theme.name })}
                onClick={() => onEdit(theme)}
              >
                {t("themes.rename")}
              </Button>
            )}
            {mayShare && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t("themes.shareOf", { name: theme.name })}
                onClick={() => onShare(theme)}
              >
                {t("themes.share")}
              </Button>
            )}
          </>
        ),
    },
  ];
}

interface EditorProps {
  theme: CommentTheme;
  themes: CommentThemes | undefined;
  onClose: () => void;
}

function ThemeEditor({ theme, themes, onClose }: EditorProps) {
  const { t } = useTranslation("feedback");
  const form = useForm({
    initialValues: { name: theme.name, topic: theme.topic ?? null, into: null as string | null },
  });
  const topics = useQuery(topicsQuery).data?.items ?? [];
  const others = themes?.items.flatMap((each) =>
    each.theme && each.theme.id !== theme.id ? [each.theme] : [],
  );
  const params = { path: { id: theme.id } };
  const save = useSave({
    save: ({ name, topic, into }: typeof form.values) =>
      into
        ? unwrap(api.POST("/api/v1/feedback/themes/{id}/merge", { params, body: { into } }))
        : unwrap(
            api.PATCH("/api/v1/feedback/themes/{id}", {
              params,
              body: { version: theme.version, name, topic },
            }),
          ),
    refresh: [feedbackKeys.themes, feedbackKeys.comments],
    form,
    said: t(form.values.into ? "themes.merged" : "themes.renamed"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={theme.name}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <TextInput label={t("field.name")} data-autofocus {...form.getInputProps("name")} />
      <Select
        label={t("themes.topic")}
        clearable
        searchable
        data={topics.map((topic) => ({ value: topic.id, label: topic.path }))}
        {...form.getInputProps("topic")}
      />
      <Select
        label={t("themes.mergeInto")}
        clearable
        searchable
        data={others?.map((each) => ({ value: each.id, label: each.name })) ?? []}
        {...form.getInputProps("into")}
      />
    </FormModal>
  );
}
