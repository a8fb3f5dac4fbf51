import { Skeleton, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { DataTable } from "@/ui/DataTable";
import { Failure } from "@/ui/Failure";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { usePartName } from "../filter/choices";
import { isDay, shifted } from "../filter/period";
import { useToday } from "../filter/useFilter";
import { ExportLink } from "../numbers/ExportLink";
import { signed } from "../numbers/format";
import type { BacklogPart } from "../queries";
import { backlogQuery } from "../queries";
import { byAge, byTeam, STAGES } from "./backlog";
import classes from "./Live.module.css";

/** What was open at the end of a day, by age, state and team. */
export function BacklogPage() {
  const { t } = useTranslation("insight");
  const today = useToday();
  const [day, setDay] = useState(today);
  const query = useQuery({ ...backlogQuery(day), placeholderData: keepPreviousData });
  const before = useQuery(backlogQuery(shifted(day, -7))).data;
  return (
    <PageFrame
      title={t("backlog.title")}
      intro={t("backlog.intro")}
      actions={
        <TextInput
          type="date"
          aria-label={t("backlog.day")}
          value={day}
          max={today}
          onChange={(event) => isDay(event.currentTarget.value) && setDay(event.currentTarget.value)}
        />
      }
      wide
    >
      {query.isPending && <Skeleton height={240} />}
      {query.isError && !query.data && (
        <Failure what={t("backlog.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && (
        <>
          <Section title={t("backlog.byAge")}>
            <Ages parts={query.data} />
          </Section>
          <Teams parts={query.data} before={before} query={query} />
          <ExportLink table="backlog" query={{ on: day }} />
        </>
      )}
    </PageFrame>
  );
}

function Ages({ parts }: { parts: readonly BacklogPart[] }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const rows = byAge(parts);
  const most = Math.max(1, ...rows.map((row) => row.total));
  const number = (value: number) => (value === 0 ? "–" : count(value, locale));
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
  if (rows.length === 0) return <p>{t("live.nothingOpen")}</p>;
  return (
    <table className={classes.ages} aria-label={t("backlog.byAge")}>
      <thead>
        <tr>
          <th scope="col">{t("backlog.age")}</th>
          {STAGES.map((stage) => (
            <th key={stage} scope="col">
              {t(`backlog.stage.${stage}`)}
            </th>
          ))}
          <th scope="col">{t("backlog.all")}</th>
          <td aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.from}>
            <th scope="row">
              {row.to === null
                ? t("backlog.over", { from: row.from })
                : t("backlog.between", { from: row.from, to: row.to })}
            </th>
            {STAGES.map((stage) => (
              <td key={stage}>{number(row.by[stage])}</td>
            ))}
            <td>{number(row.total)}</td>
            <td className={classes.bar} aria-hidden="true">
              <span style={{ width: `${(row.total / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("backlog.all")}</th>
          {STAGES.map((stage) => (
            <td key={stage}>{number(sum((row) => row.by[stage]))}</td>
          ))}
          <td>{number(sum((row) => row.total))}</td>
          <td aria-hidden="true" />
        </tr>
      </tfoot>
    </table>
  );
}

interface TeamsProps {
  parts: readonly BacklogPart[];
  before: readonly BacklogPart[] | undefined;
  query: Parameters<typeof onePage>[0];
}

function Teams({ parts, before, query }: TeamsProps) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const nameOf = usePartName();
  const then = new Map(byTeam(before ?? []).map((row) => [row.team, row.total]));
  return (
    <Section title={t("backlog.byTeam")}>
      <DataTable
        label={t("backlog.byTeam")}
        query={onePage(query, byTeam(parts))}
        keyOf={(row) => row.team}
        failure=""
        empty={<p>{t("live.nothingOpen")}</p>}
        columns={[
          { label: t("by.team"), render: (row) => <strong>{nameOf("team", row.team)}</strong> },
          { label: t("backlog.all"), number: true, render: (row) => count(row.total, locale) },
          { label: t("backlog.older"), number: true, render: (row) => count(row.old, locale) },
          {
            label: t("backlog.change"),
            number: true,
            render: (row) => (before ? signed(row.total - (then.get(row.team) ?? 0), locale) : "–"),
          },
        ]}
      />
    </Section>
  );
}
