import { Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ControlChart, ControlPoint } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { Section } from "@/ui/Section";
import { Chart } from "../charts/Chart";
import { ChartTable } from "../charts/ChartTable";
import { durationStep, shareStep } from "../charts/steps";
import { type Limits, type Point, trendOption } from "../charts/trend";
import { type Grain, grainOf } from "../filter/period";
import { useFilter } from "../filter/useFilter";
import { useGoal } from "../goals/Aim";
import { targetOf } from "../goals/aim";
import { Notes } from "../notes/Notes";
import { ExportLink } from "../numbers/ExportLink";
import { dayText } from "../numbers/format";
import { controlChartQuery, notesQuery } from "../queries";
import { shownOf, type Unit, written } from "./figure";
import { useTrends } from "./useFigures";

interface Props {
  metric: string;
  name: string;
  unit: Unit;
}

/** How a figure went over the days of the filter bar, and what of that is more than chance. */
export function TrendSection(props: Props) {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const { grain, limits } = useControl(props.metric);
  const query = { ...filter, metric: props.metric, by: grain };
  const said = grain === "month" ? "" : t(limits ? "trend.limits" : "trend.noLimits");
  return (
    <Section
      title={t("trend.title")}
      intro={`${t(`trend.by.${grain}`)} ${said}`}
      actions={<ExportLink table={grain === "month" ? "figures" : "control_chart"} query={query} />}
    >
      <Trend {...props} />
      <Notes />
    </Section>
  );
}

/** The line itself. */
export function Trend({ metric, name, unit }: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const { grain, limits, signals } = useControl(metric);
  const target = targetOf(useGoal(metric), unit, grain);
  const trend = useTrends([metric])?.get(metric);
  const pins = useQuery(notesQuery(filter)).data ?? [];
  if (!trend) return <Skeleton height={280} />;
  const points = trend.map(({ day, figure }) => ({
    day,
    label: dayText(day, locale, grain === "day" ? "short" : "full"),
    value: figure ? shownOf(figure) : unit === "count" ? 0 : null,
    signal: (signals.get(day)?.length ?? 0) > 0,
  }));
  const label = t("trend.label", { name });
  const write = (value: number) => written(value, unit, locale, filter.clock);
  const said = (day: string) =>
    (signals.get(day) ?? []).map((signal) => t(`chart.signal.${signal}`)).join(", ");
  const words = {
    high: t("trend.high"),
    low: t("trend.low"),
    centre: t("trend.centre"),
    target: t("trend.target"),
  };
  return (
    <Chart
      label={label}
      option={(palette) =>
        trendOption(
          {
            name,
            points,
            limits,
            target,
            words,
            pins,
            format: write,
            step: stepFor(unit, points, limits, target),
          },
          palette,
        )
      }
      table={
        <ChartTable
          label={label}
          head={[t(`trend.${grain}`), name, t("trend.signals")]}
          rows={points.map((point) => [
            point.label,
            point.value === null ? "–" : write(point.value),
            said(point.day),
          ])}
        />
      }
    />
  );
}

interface Control {
  grain: Grain;
  limits: Limits | undefined;
  /** Why points are more than chance, by their days. */
  signals: ReadonlyMap<string, ControlPoint["signals"]>;
}

/** What of the line is signal and what noise. */
function useControl(metric: string): Control {
  const { filter } = useFilter();
  const grain = grainOf(filter);
  const chart = useQuery({
    ...controlChartQuery({ ...filter, metric }, grain === "day" ? "day" : "week"),
    enabled: grain !== "month",
    placeholderData: keepPreviousData,
  }).data;
  return { grain, limits: limitsOf(chart), signals: signalsOf(chart) };
}

/** A step alone is no signal: it may be the way back. */
function signalsOf(chart: ControlChart | undefined): Map<string, ControlPoint["signals"]> {
  return new Map(
    chart?.points.map((point) => [point.from, point.signals.filter((signal) => signal !== "large_step")]),
  );
}

function limitsOf(chart: ControlChart | undefined): Limits | undefined {
  if (chart?.mean == null || chart.lower == null || chart.upper == null) return undefined;
  return { centre: chart.mean, low: chart.lower, high: chart.upper };
}

function stepFor(
  unit: Unit,
  points: readonly Point[],
  limits: Limits | undefined,
  target: number | undefined,
): number | undefined {
  const most = Math.max(limits?.high ?? 0, target ?? 0, ...points.map((point) => point.value ?? 0));
  if (unit === "duration") return durationStep(most);
  return unit === "share" ? shareStep(most) : undefined;
}
