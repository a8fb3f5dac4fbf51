import { Group, MultiSelect, Select, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FairLine } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { DataTable } from "@/ui/DataTable";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import { useDefinitions } from "../dictionary/useDefinitions";
import { usePartName } from "../filter/choices";
import { useFilter } from "../filter/useFilter";
import { measureOf } from "../measures/measure";
import { useMeasureText } from "../measures/useMeasureText";
import { ExportLink } from "../numbers/ExportLink";
import { share } from "../numbers/format";
import { fairQuery } from "../queries";
import classes from "./Why.module.css";

const ADJUST = ["topic", "channel", "hour", "priority"] as const;

/** Teams or people as if all had the same mix of work. */
export function Fair({ by }: { by: "team" | "agent" }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const { entries } = useDefinitions();
  const { write } = useMeasureText();
  const nameOf = usePartName();
  const [metric, setMetric] = useState("first_contact_resolution");
  const [adjust, setAdjust] = useState<string[]>(["topic"]);
  const query = useQuery({
    ...fairQuery({ ...filter, metric }, by, adjust),
    placeholderData: keepPreviousData,
  });
  const entry = entries.find((each) => each.code === metric);
  const measure = measureOf(metric, entry?.unit ?? "share", filter);
  const interval = (line: FairLine) =>
    line.interval &&
    t("figure.interval", {
      low: write(measure, line.interval.low),
      high: write(measure, line.interval.high),
    });
  return (
    <Section
      title={t("fair.title")}
      intro={t("fair.intro")}
      actions={<ExportLink table="comparison" query={{ ...filter, metric, by, adjust }} />}
    >
      <Group mb="sm" align="end">
        <Select
          label={t("fair.metric")}
          data={entries
            .filter((each) => each.unit !== "count")
            .map((each) => ({ value: each.code, label: each.name }))}
          value={metric}
          onChange={(value) => value && setMetric(value)}
          w={260}
        />
        <MultiSelect
          label={t("fair.adjust")}
          data={ADJUST.map((value) => ({ value, label: t(`fair.adjustChoice.${value}`) }))}
          value={adjust}
          maxValues={2}
          onChange={setAdjust}
          miw={260}
        />
      </Group>
      {query.isPending && <Skeleton height={120} />}
      <DataTable
        label={t("fair.title")}
        query={onePage(query, query.data?.lines)}
        keyOf={(line) => line.part}
        failure={t("fair.failed")}
        empty={<p>{t("behind.none")}</p>}
        columns={[
          {
            label: t("fair.rank"),
            render: (line) => line.rank ?? <span title={t("fair.noRank")}>–</span>,
          },
          { label: t(`by.${by}`), render: (line) => <strong>{nameOf(by, line.part)}</strong> },
          { label: t("fair.adjusted"), number: true, render: (line) => write(measure, line.adjusted) },
          { label: t("parts.doubt"), render: (line) => interval(line) },
          { label: t("fair.crude"), number: true, render: (line) => write(measure, line.crude.value) },
          { label: t("fair.covered"), number: true, render: (line) => share(line.covered, locale) },
          {
            label: t("parts.change"),
            render: (line) => (line.differs ? <Mark tone="info">{t("fair.differs")}</Mark> : null),
          },
        ]}
      />
      {query.data && (
        <p className={classes.others}>
          {t("fair.all", {
            value: write(measure, query.data.all.value),
            fewest: query.data.fewest_to_rank,
          })}
        </p>
      )}
    </Section>
  );
}
