import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Goal, GoalProgress } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import classes from "../actions/Actions.module.css";
import { searchOf } from "../measures/measure";
import { useMeasureText } from "../measures/useMeasureText";
import { ExportLink } from "../numbers/ExportLink";
import { goalsQuery } from "../queries";
import { GoalDialog } from "./GoalDialog";
import { STANDING_TONES } from "./standing";

/** What figures should be, and how far they are. */
export function GoalsPage() {
  const { t } = useTranslation("insight");
  const { nameOf, write } = useMeasureText();
  const may = useMay("insight.settings.manage");
  const query = useInfiniteQuery(goalsQuery);
  const [edited, setEdited] = useState<Goal | "new" | null>(null);
  const [removed, setRemoved] = useState<Goal | null>(null);
  const remove = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/insight/goals/{id}", { params: { path: { id } } })),
    refresh: [["insight", "goals"]],
    said: t("goal.removed"),
    onDone: () => setRemoved(null),
  });
  const add = may && <Button onClick={() => setEdited("new")}>{t("goal.new")}</Button>;
  return (
    <PageFrame title={t("goals.title")} intro={t("goals.intro")} actions={add} wide>
      <DataTable
        label={t("goals.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("goals.failed")}
        empty={
          <Empty title={t("goals.none")} action={add}>
            {t("goals.noneText")}
          </Empty>
        }
        columns={[
          { label: t("goal.name"), render: (row) => <strong>{row.content.name}</strong> },
          {
            label: t("measure.figure"),
            render: (row) => (
              <Link
                to={paths.figure}
                params={{ metric: row.content.measure.metric }}
                search={searchOf(row.content.measure, row.progress[0])}
                className={classes.title}
              >
                {nameOf(row.content.measure)}
              </Link>
            ),
          },
          {
            label: t("goals.target"),
            render: (row) =>
              t(`goals.aim.${row.content.aim}`, {
                value: write(row.content.measure, row.content.target),
                every: t(`goal.everyChoice.${row.content.every}`),
              }),
          },
          {
            label: t("goals.now"),
            number: true,
            render: (row) => write(row.content.measure, row.progress[0]?.reading.value),
          },
          {
            label: t("actions.standing"),
            render: (row) => row.progress[0] && <GoalStanding progress={row.progress[0]} />,
          },
          ...(may
            ? [
                {
                  label: t("goals.actions"),
                  actions: true,
                  render: (row: Goal) => (
                    <RowButtons row={row} onEdit={() => setEdited(row)} onRemove={() => setRemoved(row)} />
                  ),
                },
              ]
            : []),
        ]}
      />
      <ExportLink table="goals" />
      {edited && <GoalDialog goal={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      {removed && (
        <Confirm
          title={t("goal.removeTitle", { name: removed.content.name })}
          text={t("goal.removeText")}
          action={t("goal.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}

interface RowProps {
  row: { content: { name: string } };
  onEdit: () => void;
  onRemove: () => void;
}

/** Changing and removing what the row is about. */
export function RowButtons({ row, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation("insight");
  const { name } = row.content;
  return (
    <>
      <Button variant="subtle" size="compact-sm" aria-label={t("goal.changeOf", { name })} onClick={onEdit}>
        {t("goal.edit")}
      </Button>
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        aria-label={t("goal.removeOf", { name })}
        onClick={onRemove}
      >
        {t("goal.remove")}
      </Button>
    </>
  );
}

function GoalStanding({ progress }: { progress: GoalProgress }) {
  const { t } = useTranslation("insight");
  return (
    <>
      <Mark tone={STANDING_TONES[progress.standing]}>{t(`goals.standing.${progress.standing}`)}</Mark>{" "}
      <span className={classes.small}>
        {t("goals.daysLeft", { count: progress.days_left })}
        {!progress.certain && progress.standing !== "nothing" && ` · ${t("change.chance")}`}
      </span>
    </>
  );
}
