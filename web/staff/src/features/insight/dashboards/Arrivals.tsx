import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Section } from "@/ui/Section";
import { HeatMap } from "../charts/HeatMap";
import type { Line } from "../figures/useFigures";
import { useFilter } from "../filter/useFilter";
import { ExportLink } from "../numbers/ExportLink";
import { figuresQuery } from "../queries";

/** Counts by weekday (1 to 7) and hour (00 to 23) as a week of days from Monday. */
export function weekOf(lines: readonly Line[]): number[][] {
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { parts, figure } of lines) {
    const hours = week[Number(parts[0]) - 1];
    if (hours) hours[Number(parts[1])] = figure.part;
  }
  return week;
}

/** When conversations begin. */
export function Arrivals() {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const query = useQuery({
    ...figuresQuery({ ...filter, metrics: ["created"], by: ["weekday", "hour"], against: "none" }),
    placeholderData: keepPreviousData,
  });
  const lines = query.data?.metrics.get("created") ?? [];
  if (lines.length === 0) return null;
  return (
    <Section
      title={t("arrivals.title")}
      intro={t("arrivals.intro")}
      actions={
        <ExportLink table="figures" query={{ ...filter, metric: "created", by: ["weekday", "hour"] }} />
      }
    >
      <HeatMap label={t("arrivals.title")} week={weekOf(lines)} />
    </Section>
  );
}
