import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { Section } from "@/ui/Section";
import { Chart } from "../charts/Chart";
import { ChartTable } from "../charts/ChartTable";
import { durationStep } from "../charts/durationStep";
import { type Point, trendOption } from "../charts/trend";
import { type Grain, grainOf } from "../filter/period";
import { useFilter } from "../filter/useFilter";
import { Notes } from "../notes/Notes";
import { dayText } from "../numbers/format";
import { notesQuery } from "../queries";
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
  const grain = useGrain();
  return (
    <Section title={t("trend.title")} intro={t(`trend.by.${grain}`)}>
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
  const grain = useGrain();
  const trend = useTrends([metric])?.get(metric);
  const pins = useQuery(notesQuery(filter)).data ?? [];
  if (!trend) return <Skeleton height={280} />;
  const points = trend.map(({ day, figure }) => ({
    day,
    label: dayText(day, locale, grain === "day" ? "short" : "full"),
    value: figure ? shownOf(figure) : unit === "count" ? 0 : null,
  }));
  const label = t("trend.label", { name });
  const write = (value: number) => written(value, unit, locale, filter.clock);
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
        trendOption({ name, points, words, pins, format: write, step: stepFor(unit, points) }, palette)
      }
      table={
        <ChartTable
          label={label}
          head={[t(`trend.${grain}`), name]}
          rows={points.map((point) => [point.label, point.value === null ? "–" : write(point.value)])}
        />
      }
    />
  );
}

/** How the days of the filter bar are divided. */
function useGrain(): Grain {
  return grainOf(useFilter().filter);
}

function stepFor(unit: Unit, points: readonly Point[]): number | undefined {
  if (unit !== "duration") return undefined;
  return durationStep(Math.max(0, ...points.map((point) => point.value ?? 0)));
}
