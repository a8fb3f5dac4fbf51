import { Button, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { Bottleneck, BottleneckHour } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { ActionDialog } from "../actions/ActionDialog";
import { HeatMap } from "../charts/HeatMap";
import { usePartName } from "../filter/choices";
import { FilterBar } from "../filter/FilterBar";
import { useFilter } from "../filter/useFilter";
import { measureOf } from "../measures/measure";
import { ExportLink } from "../numbers/ExportLink";
import { duration, share } from "../numbers/format";
import { bottlenecksQuery } from "../queries";
import classes from "./Improve.module.css";

/** Where conversations wait. */
export function BottlenecksPage() {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const query = useQuery({ ...bottlenecksQuery(filter), placeholderData: keepPreviousData });
  const hours = query.data?.hours ?? [];
  return (
    <PageFrame title={t("bottlenecks.title")} intro={t("bottlenecks.intro")} wide>
      <FilterBar without={["against"]} />
      <Section title={t("bottlenecks.where")}>
        <Waits query={onePage(query, query.data?.waits)} />
        <ExportLink table="bottlenecks" query={filter} />
      </Section>
      {query.isPending && <Skeleton height={200} />}
      {hours.length > 0 && (
        <Section
          title={t("bottlenecks.when")}
          intro={t("bottlenecks.whenText")}
          actions={<ExportLink table="bottleneck_hours" query={filter} />}
        >
          <HeatMap label={t("bottlenecks.when")} week={hoursWaited(hours)} />
        </Section>
      )}
    </PageFrame>
  );
}

/** Hours waited in sum, by the weekday and hour at which the waits began. */
export function hoursWaited(hours: readonly BottleneckHour[]): number[][] {
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { weekday, hour, total } of hours) {
    const day = week[weekday - 1];
    if (day) day[hour] = Math.round(total / 3600);
  }
  return week;
}

function Waits({ query }: { query: ReturnType<typeof onePage<Bottleneck>> }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { search, filter } = useFilter();
  const nameOf = usePartName();
  const may = useMay("insight.actions.manage");
  const [acted, setActed] = useState<Bottleneck | null>(null);
  const time = (seconds: number) => duration(seconds, locale, filter.clock);
  return (
    <>
      <DataTable
        label={t("bottlenecks.where")}
        query={query}
        keyOf={(row) => row.stage + row.team}
        failure={t("bottlenecks.failed")}
        empty={<p>{t("bottlenecks.none")}</p>}
        columns={[
          {
            label: t("bottlenecks.stage"),
            render: (row) => <strong>{t(`stage.${row.stage}` as "stage.open")}</strong>,
          },
          {
            label: t("by.team"),
            render: (row) =>
              row.team ? (
                <Link
                  to={paths.figure}
                  params={{ metric: "requester_wait" }}
                  search={{ ...search, team: [row.team] }}
                >
                  {nameOf("team", row.team)}
                </Link>
              ) : (
                t("bottlenecks.noQueue")
              ),
          },
          {
            label: t("bottlenecks.share"),
            render: (row) => (
              <span className={classes.share}>
                <span className={classes.meter} aria-hidden="true">
                  <span style={{ width: `${row.share * 100}%` }} />
                </span>
                {share(row.share, locale)}
              </span>
            ),
          },
          { label: t("bottlenecks.count"), number: true, render: (row) => count(row.count, locale) },
          { label: t("measure.median"), number: true, render: (row) => time(row.median) },
          { label: t("measure.p90"), number: true, render: (row) => time(row.p90) },
          ...(may
            ? [
                {
                  label: t("goals.actions"),
                  actions: true,
                  render: (row: Bottleneck) => (
                    <Button variant="subtle" size="compact-sm" onClick={() => setActed(row)}>
                      {t("action.create")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {acted && (
        <ActionDialog
          measure={measureOf(waitOf(acted.stage), "duration", {
            ...filter,
            team: acted.team ? [acted.team] : filter.team,
          })}
          before={{ from: filter.from, to: filter.to }}
          value={null}
          origin={{ kind: "bottleneck", id: `${acted.stage}/${acted.team}` }}
          onClose={() => setActed(null)}
        />
      )}
    </>
  );
}

/** The figure that counts the waits of a stage. */
function waitOf(stage: string): string {
  if (stage === "pending") return "agent_wait";
  return stage === "on_hold" ? "hold_wait" : "requester_wait";
}
