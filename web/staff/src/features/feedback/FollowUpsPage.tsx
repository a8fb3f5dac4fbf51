import { Button, Select, Switch, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { FollowUpOutcome, SurveyFollowUp } from "@/lib/api/schema";
import { useNow } from "@/lib/time/now";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { FormModal } from "@/ui/FormModal";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { ExportLink } from "./ExportLink";
import classes from "./Feedback.module.css";
import { effectQuery, feedbackKeys, followUpsQuery, peopleQuery } from "./queries";
import { ScoreMark } from "./ScoreMark";
import { Tabs } from "./Tabs";

const OUTCOMES: FollowUpOutcome[] = ["reached", "not_reached", "not_needed"];
const YEAR = 365 * 86_400_000;

/** Low scores, until somebody has called the customer back, and whether that helped. */
export function FollowUpsPage() {
  const { t } = useTranslation("feedback");
  const [closed, setClosed] = useState(false);
  const [mine, setMine] = useState(false);
  const [called, setCalled] = useState<SurveyFollowUp | null>(null);
  const query = useInfiniteQuery(followUpsQuery({ closed, mine }));
  return (
    <PageFrame
      title={t("followUps.title")}
      intro={t("followUps.intro")}
      actions={<ExportLink table="follow_ups" query={{ closed, mine }} />}
    >
      <Tabs />
      <div className={classes.bar}>
        <Switch
          label={t("followUps.closed")}
          checked={closed}
          onChange={(event) => setClosed(event.currentTarget.checked)}
        />
        <Switch
          label={t("followUps.mine")}
          checked={mine}
          onChange={(event) => setMine(event.currentTarget.checked)}
        />
      </div>
      <Effects />
      <DataTable
        label={t("followUps.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("followUps.failed")}
        empty={<Empty title={t("followUps.none")}>{t("followUps.noneText")}</Empty>}
        columns={useColumns(closed, setCalled)}
      />
      {called && <CallBack followUp={called} onClose={() => setCalled(null)} />}
    </PageFrame>
  );
}

function useColumns(closed: boolean, call: (row: SurveyFollowUp) => void): Column<SurveyFollowUp>[] {
  const { t } = useTranslation("feedback");
  const now = useNow();
  const common: Column<SurveyFollowUp>[] = [
    {
      label: t("answers.score"),
      render: (row) => <ScoreMark of={{ ...row, is_good: false, is_bad: true }} />,
    },
    {
      label: t("answers.conversation"),
      render: (row) => (
        <Link
          to={paths.conversation}
          params={{ view: "all", conversation: row.conversation }}
          className={classes.strong}
        >
          #{row.number}
        </Link>
      ),
    },
    { label: t("followUps.owner"), render: (row) => <Owner followUp={row} /> },
  ];
  if (closed) {
    return [
      ...common,
      {
        label: t("followUps.outcome"),
        render: (row) => (
          <>
            {row.outcome && t(`followUps.outcomes.${row.outcome}`)}
            <span className={classes.quiet}> {row.note}</span>
          </>
        ),
      },
      {
        label: t("followUps.later"),
        render: (row) =>
          row.later ? <ScoreMark of={{ kind: row.kind, ...row.later, is_bad: !row.later.is_good }} /> : "–",
      },
    ];
  }
  return [
    ...common,
    {
      label: t("followUps.due"),
      render: (row) => (
        <>
          <Time at={row.due_at} />{" "}
          {Date.parse(row.due_at) < now && <Mark tone="danger">{t("followUps.overdue")}</Mark>}
        </>
      ),
    },
    {
      label: t("actions"),
      actions: true,
      render: (row) => (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t("followUps.recordOf", { number: row.number })}
          onClick={() => call(row)}
        >
          {t("followUps.record")}
        </Button>
      ),
    },
  ];
}

function Owner({ followUp }: { followUp: SurveyFollowUp }) {
  const { t } = useTranslation("feedback");
  const people = useQuery(peopleQuery).data?.items ?? [];
  const save = useSave({
    save: (owner: string | null) =>
      unwrap(
        api.PATCH("/api/v1/feedback/follow-ups/{id}", {
          params: { path: { id: followUp.id } },
          body: { version: followUp.version, owner },
        }),
      ),
    refresh: [feedbackKeys.followUps],
    said: t("followUps.handedOver"),
    loud: true,
  });
  const name = people.find((person) => person.id === followUp.owner)?.name ?? t("followUps.nobody");
  if (followUp.closed_at) return name;
  return (
    <Select
      size="xs"
      aria-label={t("followUps.handOver", { number: followUp.number })}
      placeholder={t("followUps.nobody")}
      clearable
      searchable
      data={people.map((person) => ({ value: person.id, label: person.name }))}
      value={followUp.owner ?? null}
      onChange={(owner) => save.mutate(owner)}
    />
  );
}

function Effects() {
  const { t } = useTranslation("feedback");
  const hour = Math.ceil(useNow() / 3_600_000) * 3_600_000;
  const period = useMemo(
    () => ({ from: new Date(hour - YEAR).toISOString(), to: new Date(hour).toISOString() }),
    [hour],
  );
  const effect = useQuery(effectQuery(period)).data;
  if (!effect || effect.reached.follow_ups === 0) return null;
  return (
    <p className={classes.quiet}>
      {t("followUps.effect", {
        again: effect.reached.answered_again,
        count: effect.reached.follow_ups,
        positive: effect.reached.positive_later,
        otherAgain: effect.others.answered_again,
        otherCount: effect.others.follow_ups,
        otherPositive: effect.others.positive_later,
      })}
    </p>
  );
}

function CallBack({ followUp, onClose }: { followUp: SurveyFollowUp; onClose: () => void }) {
  const { t } = useTranslation("feedback");
  const form = useForm({ initialValues: { outcome: "reached" as FollowUpOutcome, note: "" } });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(
        api.POST("/api/v1/feedback/follow-ups/{id}/close", {
          params: { path: { id: followUp.id } },
          body: { version: followUp.version, ...values },
        }),
      ),
    refresh: [feedbackKeys.followUps],
    form,
    said: t("followUps.recorded"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t("followUps.recordOf", { number: followUp.number })}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("followUps.record")}
    >
      <Select
        label={t("followUps.outcome")}
        allowDeselect={false}
        data={OUTCOMES.map((each) => ({ value: each, label: t(`followUps.outcomes.${each}`) }))}
        {...form.getInputProps("outcome")}
      />
      <Textarea label={t("followUps.note")} autosize data-autofocus {...form.getInputProps("note")} />
    </FormModal>
  );
}
