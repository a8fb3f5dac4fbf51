import { Button, NumberInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { SurveyBudget, SurveyProgramme } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import classes from "./Feedback.module.css";
import { ProgrammeEditor } from "./ProgrammeEditor";
import { budgetQuery, feedbackKeys, programmesQuery } from "./queries";
import { Tabs } from "./Tabs";

/** What customers are asked, and how often at most. */
export function ProgrammesPage() {
  const { t } = useTranslation("feedback");
  const query = useQuery(programmesQuery);
  const budget = useQuery(budgetQuery).data;
  const mayManage = useMay("feedback.programme.manage");
  const [edited, setEdited] = useState<SurveyProgramme | "new" | null>(null);
  const [removed, setRemoved] = useState<SurveyProgramme | null>(null);
  const remove = useSave({
    save: ({ id }: SurveyProgramme) =>
      unwrap(api.DELETE("/api/v1/feedback/programmes/{id}", { params: { path: { id } } })),
    refresh: [feedbackKeys.programmes],
    said: t("removed"),
    onDone: () => setRemoved(null),
  });
  return (
    <PageFrame
      title={t("title")}
      intro={t("intro")}
      actions={
        mayManage && (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
            {t("new")}
          </Button>
        )
      }
    >
      <Tabs />
      <DataTable
        label={t("tabs.programmes")}
        query={onePage(query, query.data?.items)}
        keyOf={(row) => row.id}
        failure={t("failed")}
        empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
        columns={useColumns(mayManage, setEdited, setRemoved)}
      />
      {mayManage && budget && <Budget key={budget.version} budget={budget} />}
      {edited && (
        <ProgrammeEditor programme={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
      {removed && (
        <Confirm
          title={t("removeTitle", { name: removed.name })}
          text={t("removeText")}
          action={t("remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}

type Choose = (programme: SurveyProgramme) => void;

function useColumns(mayManage: boolean, edit: Choose, remove: Choose): Column<SurveyProgramme>[] {
  const { t } = useTranslation("feedback");
  return [
    {
      label: t("field.name"),
      render: (row) => (
        <Link to={paths.surveyProgramme} params={{ programme: row.id }} className={classes.strong}>
          {row.name}
        </Link>
      ),
    },
    { label: t("field.kind"), render: (row) => t(`kind.${row.kind}`) },
    {
      label: t("field.state"),
      render: (row) => (
        <Mark tone={row.active ? "good" : "quiet"}>{t(row.active ? "active" : "paused")}</Mark>
      ),
    },
    {
      label: t("field.sample"),
      number: true,
      render: (row) => t("percent", { count: row.plan.rule.sample_percent }),
    },
    {
      label: t("field.delay"),
      number: true,
      render: (row) => t("hours", { count: row.plan.rule.delay_hours }),
    },
    ...(mayManage
      ? [
          {
            label: t("actions"),
            actions: true,
            render: (row: SurveyProgramme) => (
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t("editOf", { name: row.name })}
                  onClick={() => edit(row)}
                >
                  {t("edit")}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={t("removeTitle", { name: row.name })}
                  onClick={() => remove(row)}
                >
                  {t("remove")}
                </Button>
              </>
            ),
          },
        ]
      : []),
  ];
}

function Budget({ budget }: { budget: SurveyBudget }) {
  const { t } = useTranslation("feedback");
  const form = useForm({ initialValues: { surveys: budget.surveys, days: budget.days } });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(api.PUT("/api/v1/feedback/budget", { body: { ...values, version: budget.version } })),
    refresh: [feedbackKeys.budget],
    form,
    said: t("budget.saved"),
  });
  return (
    <Section title={t("budget.title")} intro={t("budget.intro")}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} className={classes.bar}>
        <NumberInput
          className={classes.number}
          label={t("budget.surveys")}
          min={1}
          max={100}
          {...form.getInputProps("surveys")}
        />
        <NumberInput
          className={classes.number}
          label={t("budget.days")}
          min={1}
          max={730}
          {...form.getInputProps("days")}
        />
        <Button type="submit" variant="default" loading={save.isPending}>
          {t("budget.save")}
        </Button>
      </form>
      <Refusal error={save.error} />
    </Section>
  );
}
