import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { Failure } from "@/ui/Failure";
import { Section } from "@/ui/Section";
import { FigureCard } from "../figures/FigureCard";
import { shownOf } from "../figures/figure";
import { useFigures, useTrends } from "../figures/useFigures";
import { useFilter } from "../filter/useFilter";
import { daysText } from "../numbers/format";
import classes from "./Dashboards.module.css";
import type { QUESTIONS, SATISFACTION } from "./ready";

interface Question {
  name: (typeof QUESTIONS | typeof SATISFACTION)[number]["name"];
  metrics: readonly string[];
}

/** Figures under the questions that they answer. */
export function Cards({ questions }: { questions: readonly Question[] }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const metrics = questions.flatMap((question) => [...question.metrics]);
  const figures = useFigures(metrics);
  const trends = useTrends(metrics);
  if (figures.isError && !figures.data) {
    return <Failure what={t("figure.failed")} error={figures.error} onRetry={() => void figures.refetch()} />;
  }
  const against = figures.data?.against ? daysText(figures.data.against, locale) : null;
  return (
    <div data-stale={figures.isPlaceholderData || undefined} className={classes.questions}>
      {questions.map((question) => (
        <Section key={question.name} title={t(`question.${question.name}`)}>
          <div className={classes.cards}>
            {question.metrics.map((metric) => {
              const line = figures.data?.metrics.get(metric)?.[0];
              if (!line) return <Skeleton key={metric} height={112} radius="lg" />;
              return (
                <FigureCard
                  key={metric}
                  metric={metric}
                  figure={line.figure}
                  before={line.before}
                  against={against}
                  clock={filter.clock}
                  trend={(trends?.get(metric) ?? []).map((point) => point.figure && shownOf(point.figure))}
                />
              );
            })}
          </div>
        </Section>
      ))}
      {against && <p className={classes.note}>{t("change.against", { days: against })}</p>}
    </div>
  );
}
