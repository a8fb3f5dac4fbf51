import { Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Distribution } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { Section } from "@/ui/Section";
import { barsOption } from "../charts/bars";
import { Chart } from "../charts/Chart";
import { ChartTable } from "../charts/ChartTable";
import { useFilter } from "../filter/useFilter";
import { ExportLink } from "../numbers/ExportLink";
import { duration } from "../numbers/format";
import { distributionQuery } from "../queries";
import classes from "./FigurePage.module.css";

/** How durations spread: most are short, and the few long ones are what customers remember. */
export function DistributionSection({ metric, name }: { metric: string; name: string }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const query = useQuery({ ...distributionQuery({ ...filter, metric }), placeholderData: keepPreviousData });
  const { data } = query;
  if (query.isPending) return <Skeleton height={260} mb={40} />;
  if (!data || data.count === 0) return null;
  const time = (seconds: number) => duration(seconds, locale, filter.clock);
  const rangeOf = (bar: Distribution["bars"][number]) =>
    bar.to == null ? t("spread.over", { from: time(bar.from) }) : `${time(bar.from)} – ${time(bar.to)}`;
  const bars = data.bars.map((bar) => ({ label: rangeOf(bar), value: bar.count }));
  const label = t("spread.label", { name });
  const marked = data.percentiles.filter(({ percent }) => percent === 50 || percent === 90);
  return (
    <Section
      title={t("spread.title")}
      intro={t("spread.intro")}
      actions={<ExportLink table="distribution" query={{ ...filter, metric }} />}
    >
      <Chart
        label={label}
        height={220}
        option={(palette) =>
          barsOption(
            {
              name: t("spread.count"),
              bars,
              lines: marked.map(({ percent, seconds }) => ({
                at: placeOf(data.bars, seconds),
                label: t(percent === 50 ? "spread.median" : "spread.p90", { value: time(seconds) }),
              })),
              format: (value) => count(value, locale),
            },
            palette,
          )
        }
        table={
          <ChartTable
            label={label}
            head={[t("spread.range"), t("spread.count")]}
            rows={bars.map((bar) => [bar.label, count(bar.value, locale)])}
          />
        }
      />
      <dl className={classes.facts}>
        {data.percentiles.map(({ percent, seconds }) => (
          <div key={percent}>
            <dt>{t("spread.percent", { percent })}</dt>
            <dd>{time(seconds)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** In which bar a duration lies. */
export function placeOf(bars: Distribution["bars"], seconds: number): number {
  return Math.max(
    0,
    bars.findLastIndex((bar) => bar.from <= seconds),
  );
}
