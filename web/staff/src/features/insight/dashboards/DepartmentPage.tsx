import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { useMay, useMe } from "@/lib/session/session";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { FigureCard } from "../figures/FigureCard";
import { shownOf } from "../figures/figure";
import { useFigures, useTrends } from "../figures/useFigures";
import { FilterBar } from "../filter/FilterBar";
import { ownTeams } from "../filter/ownTeams";
import { useFilter } from "../filter/useFilter";
import { daysText } from "../numbers/format";
import { Arrivals } from "./Arrivals";
import classes from "./Dashboards.module.css";
import { ALL_METRICS, QUESTIONS } from "./ready";

/** The department at a glance, by what one asks of it. */
export function DepartmentPage() {
  const { t } = useTranslation("insight");
  // Whoever may not see other people's figures sees their own.
  const everybody = useMay("insight.people.read");
  const teams = useOwnTeams();
  return (
    <PageFrame
      title={teams ?? t(everybody ? "department.title" : "department.own")}
      intro={teams ? t("department.teamIntro") : everybody ? undefined : t("department.ownIntro")}
      wide
    >
      <FilterBar />
      <Questions />
      <Arrivals />
    </PageFrame>
  );
}

/** The names of one's own teams, when the page shows just them. */
function useOwnTeams(): string | undefined {
  const { i18n } = useTranslation("insight");
  const { search } = useFilter();
  const me = useMe();
  const own = ownTeams(me).team;
  if (!own || own.join() !== search.team?.join()) return undefined;
  return new Intl.ListFormat(i18n.language).format(me.teams.map((team) => team.name));
}

function Questions() {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const figures = useFigures(ALL_METRICS);
  const trends = useTrends(ALL_METRICS);
  if (figures.isError && !figures.data) {
    return <Failure what={t("figure.failed")} error={figures.error} onRetry={() => void figures.refetch()} />;
  }
  const against = figures.data?.against ? daysText(figures.data.against, locale) : null;
  return (
    <div data-stale={figures.isPlaceholderData || undefined} className={classes.questions}>
      {QUESTIONS.map((question) => (
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
