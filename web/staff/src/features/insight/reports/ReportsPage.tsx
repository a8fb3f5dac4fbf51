import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { ReportState } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { daysText } from "../numbers/format";
import { NewReport } from "./NewReport";
import { Plans } from "./Plans";
import { reportsQuery } from "./queries";
import classes from "./Reports.module.css";

const STATES = ["all", "draft", "frozen"] as const;

/** The reports there are, and what is told again and again. */
export function ReportsPage() {
  const { t } = useTranslation("insight");
  const may = useMay("insight.reports.manage");
  const [making, setMaking] = useState(false);
  return (
    <PageFrame
      title={t("reports.title")}
      intro={t("reports.intro")}
      actions={may && <Button onClick={() => setMaking(true)}>{t("reports.new")}</Button>}
      wide
    >
      <List onNew={may ? () => setMaking(true) : undefined} />
      <Plans />
      {making && <NewReport onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

function List({ onNew }: { onNew: (() => void) | undefined }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const [state, setState] = useState<(typeof STATES)[number]>("all");
  const query = useInfiniteQuery(reportsQuery(state === "all" ? undefined : state));
  return (
    <div className={classes.list}>
      <SegmentedControl
        mb="md"
        size="xs"
        aria-label={t("reports.which")}
        data={STATES.map((value) => ({ value, label: t(`reports.state.${value}`) }))}
        value={state}
        onChange={(value) => setState(value as typeof state)}
      />
      <DataTable
        label={t("reports.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("reports.failed")}
        empty={
          <Empty
            title={t("reports.none")}
            action={onNew && <Button onClick={onNew}>{t("reports.new")}</Button>}
          >
            {t("reports.noneText")}
          </Empty>
        }
        columns={[
          {
            label: t("reports.name"),
            render: (row) => (
              <Link to={paths.report} params={{ report: row.id }} className={classes.title}>
                {row.name}
              </Link>
            ),
          },
          {
            label: t("reports.days"),
            render: (row) => daysText({ from: row.first, to: row.last }, locale),
          },
          { label: t("reports.standing"), render: (row) => <StateMark state={row.state} /> },
          { label: t("reports.owner"), render: (row) => row.owner_name },
          {
            label: t("reports.made"),
            render: (row) => <Time at={row.frozen_at ?? row.made_at} as="full" />,
          },
        ]}
      />
    </div>
  );
}

/** Whether a report can still be changed. */
export function StateMark({ state }: { state: ReportState }) {
  const { t } = useTranslation("insight");
  return <Mark tone={state === "frozen" ? "good" : "quiet"}>{t(`reports.is.${state}`)}</Mark>;
}
