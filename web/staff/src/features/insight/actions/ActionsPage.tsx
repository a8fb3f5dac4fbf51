import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { InsightAction } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark, type Tone } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { useMeasureText } from "../measures/useMeasureText";
import { ExportLink } from "../numbers/ExportLink";
import { dayText } from "../numbers/format";
import { actionsQuery } from "../queries";
import classes from "./Actions.module.css";

const STATES = ["open", "done", "dropped"] as const;

/** What is done so that figures move, and whether it did. */
export function ActionsPage() {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { nameOf, writeChange } = useMeasureText();
  const [state, setState] = useState<(typeof STATES)[number]>("open");
  const query = useInfiniteQuery(actionsQuery(state));
  return (
    <PageFrame title={t("actions.title")} intro={t("actions.intro")} wide>
      <SegmentedControl
        mb="md"
        size="xs"
        aria-label={t("actions.which")}
        data={STATES.map((value) => ({ value, label: t(`actions.state.${value}`) }))}
        value={state}
        onChange={(value) => setState(value as typeof state)}
      />
      <DataTable
        label={t("actions.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("actions.failed")}
        empty={<Empty title={t("actions.none")}>{t("actions.noneText")}</Empty>}
        columns={[
          {
            label: t("action.title"),
            render: (row) => (
              <Link to={paths.action} params={{ action: row.id }} search={true} className={classes.title}>
                {row.content.title}
              </Link>
            ),
          },
          { label: t("action.owner"), render: (row) => row.owner_name },
          {
            label: t("actions.figure"),
            render: (row) => (
              <>
                {nameOf(row.content.measure)} {writeChange(row.content.measure, row.content.change)}
              </>
            ),
          },
          { label: t("action.due"), render: (row) => dayText(row.content.due_on, locale, "full") },
          { label: t("actions.standing"), render: (row) => <Standing action={row} /> },
        ]}
      />
      <ExportLink table="actions" query={{ state }} />
    </PageFrame>
  );
}

const TONES: Record<NonNullable<InsightAction["verdict"]>, Tone> = {
  worked: "good",
  did_not: "danger",
  too_early: "quiet",
  cannot_tell: "warn",
};

/** Where an action stands: whether it worked once that was looked at, before that whether it is late. */
export function Standing({ action }: { action: InsightAction }) {
  const { t } = useTranslation("insight");
  if (action.verdict) return <Mark tone={TONES[action.verdict]}>{t(`verdict.${action.verdict}`)}</Mark>;
  if (action.overdue) return <Mark tone="danger">{t("actions.overdue")}</Mark>;
  return <Mark tone="quiet">{t(`actions.is.${action.state}`)}</Mark>;
}
