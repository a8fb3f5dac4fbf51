import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReportElement } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { Chart } from "../../charts/Chart";
import { ChartTable } from "../../charts/ChartTable";
import { durationStep, shareStep } from "../../charts/steps";
import { trendOption } from "../../charts/trend";
import { useDefinitions } from "../../dictionary/useDefinitions";
import { ChangeMark } from "../../figures/ChangeMark";
import { changeOf, type Figure, shownOf, type Unit, written } from "../../figures/figure";
import { trendsOf } from "../../figures/useFigures";
import { usePartName } from "../../filter/choices";
import { type Days, partsOf } from "../../filter/period";
import type { FigureFilter } from "../../filter/search";
import { useToday } from "../../filter/useFilter";
import { dayText } from "../../numbers/format";
import { figuresQuery } from "../../queries";
import { lastWhole } from "../packs";
import classes from "./Builder.module.css";
import { joint } from "./elements";
import type { PlanValues } from "./planForm";

interface Props {
  element: ReportElement;
  plan: PlanValues;
}

/** What an element shows of the last whole stretch. */
export function ElementPreview({ element, plan }: Props) {
  const { t } = useTranslation("insight");
  const days = lastWhole(plan.cadence, useToday());
  const question = questionOf(plan, "filter" in element ? element.filter : undefined, days);
  return (
    <div className={classes.preview}>
      {element.what === "figures" && <Numbers metrics={element.metrics} question={question} />}
      {element.what === "trend" && <Line element={element} question={question} />}
      {element.what === "parts" && <PartRows element={element} question={question} />}
      {element.what === "text" && (
        <>
          <strong>{element.heading}</strong>
          <p>{element.text}</p>
        </>
      )}
      {(element.what === "why" || element.what === "actions" || element.what === "quotes") && (
        <p className={classes.small}>{t(`builder.later.${element.what}`)}</p>
      )}
    </div>
  );
}

function questionOf(plan: PlanValues, narrow: Parameters<typeof joint>[1], days: Days): FigureFilter {
  const { teams = [], channels = [], topics = [] } = joint(plan.filter, narrow);
  const some = (list: string[]) => (list.length > 0 ? list : undefined);
  return { ...days, clock: plan.clock, team: some(teams), channel: some(channels), topic: some(topics) };
}

function useAsked(
  metrics: readonly string[],
  by: readonly string[],
  question: FigureFilter,
  compared: boolean,
) {
  return useQuery({
    ...figuresQuery({ ...question, metrics, by, against: compared ? "previous" : "none" }),
    enabled: metrics.length > 0,
  }).data?.metrics;
}

function useWritten(clock: FigureFilter["clock"]) {
  const { locale } = useReading();
  return (figure: Figure | null | undefined) => {
    const value = figure ? shownOf(figure) : null;
    return value === null || !figure ? "–" : written(value, figure.unit, locale, clock);
  };
}

function Numbers({ metrics, question }: { metrics: readonly string[]; question: FigureFilter }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { entry } = useDefinitions();
  const write = useWritten(question.clock);
  const figures = useAsked(metrics, [], question, true);
  if (!figures) return <Skeleton height={56} />;
  return (
    <ul className={classes.numbers}>
      {metrics.map((metric) => {
        const line = figures.get(metric)?.[0];
        const good = entry(metric)?.good ?? "neither";
        const change = line && changeOf(good, line.figure, line.before, locale, t("change.points"));
        return (
          <li key={metric}>
            <span className={classes.small}>{entry(metric)?.name ?? metric}</span>
            <strong>{write(line?.figure)}</strong>
            {change && <ChangeMark change={change} />}
          </li>
        );
      })}
    </ul>
  );
}

interface LineProps {
  element: Extract<ReportElement, { what: "trend" }>;
  question: FigureFilter;
}

function Line({ element: { metric, by }, question }: LineProps) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const definition = useDefinitions().entry(metric);
  const write = useWritten(question.clock);
  const { data } = useQuery(figuresQuery({ ...question, metrics: [metric], by: [by], against: "none" }));
  if (!data || !definition) return <Skeleton height={200} />;
  const trend = trendsOf(data, [metric], partsOf(question, by)).get(metric) ?? [];
  const points = trend.map(({ day, figure }) => ({
    day,
    label: dayText(day, locale),
    value: figure ? shownOf(figure) : definition.unit === "count" ? 0 : null,
  }));
  const label = t("trend.label", { name: definition.name });
  const most = Math.max(0, ...points.map((point) => point.value ?? 0));
  const words = { high: "", low: "", centre: "", target: "" };
  const format = (value: number) => written(value, definition.unit, locale, question.clock);
  return (
    <Chart
      label={label}
      height={200}
      option={(palette) =>
        trendOption(
          { name: definition.name, points, words, pins: [], format, step: stepOf(definition.unit, most) },
          palette,
        )
      }
      table={
        <ChartTable
          label={label}
          head={[t(`trend.${by}`), definition.name]}
          rows={trend.map(({ day, figure }) => [dayText(day, locale), write(figure)])}
        />
      }
    />
  );
}

function stepOf(unit: Unit, most: number): number | undefined {
  if (unit === "duration") return durationStep(most);
  return unit === "share" ? shareStep(most) : undefined;
}

interface PartsProps {
  element: Extract<ReportElement, { what: "parts" }>;
  question: FigureFilter;
}

function PartRows({ element: { metrics, by }, question }: PartsProps) {
  const { t } = useTranslation("insight");
  const { entry } = useDefinitions();
  const nameOf = usePartName();
  const write = useWritten(question.clock);
  const figures = useAsked(metrics, [by], question, false);
  if (!figures) return <Skeleton height={120} />;
  const parts = [
    ...new Set([...figures.values()].flatMap((lines) => lines.map((line) => line.parts[0] ?? ""))),
  ];
  if (parts.length === 0) return <p className={classes.small}>{t("split.none")}</p>;
  const figureOf = (metric: string, part: string) =>
    figures.get(metric)?.find((line) => (line.parts[0] ?? "") === part)?.figure;
  return (
    <ChartTable
      label={t("split.label", { by: t(`by.${by}`) })}
      head={[t(`by.${by}`), ...metrics.map((metric) => entry(metric)?.name ?? metric)]}
      rows={parts.map((part) => [
        nameOf(by, part),
        ...metrics.map((metric) => write(figureOf(metric, part))),
      ])}
    />
  );
}
