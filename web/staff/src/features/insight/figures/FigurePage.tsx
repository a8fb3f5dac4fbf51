import { Button, Skeleton } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { ActionDialog } from "../actions/ActionDialog";
import { type Entry, useDefinitions } from "../dictionary/useDefinitions";
import { Why } from "../explanations/Why";
import { FilterBar } from "../filter/FilterBar";
import { useFilter } from "../filter/useFilter";
import { Aim } from "../goals/Aim";
import { measureOf } from "../measures/measure";
import { daysText } from "../numbers/format";
import { PutIntoReport } from "../reports/PutIntoReport";
import { WindowSection } from "../trust/WindowSection";
import { Behind } from "./Behind";
import { ChangeMark } from "./ChangeMark";
import { DistributionSection } from "./DistributionSection";
import { Doubt, LeftOut } from "./Doubt";
import classes from "./FigurePage.module.css";
import { isRating, shownOf, type Unit, written } from "./figure";
import { Parts } from "./Parts";
import { TrendSection } from "./TrendSection";
import { useUnfinished } from "./unfinished";
import { useChange } from "./useChange";
import { useFigures } from "./useFigures";

const route = getRouteApi("/shell/insight/figures/$metric");

/** Everything about one figure: what it is, how it went, how it spreads, where it comes from. */
export function FigurePage() {
  const { t } = useTranslation("insight");
  const { metric } = route.useParams();
  const { entries, entry } = useDefinitions();
  const definition = entry(metric);
  if (entries.length > 0 && !definition) {
    return (
      <Empty title={t("figure.unknown")} page>
        {t("figure.unknownText")}
      </Empty>
    );
  }
  if (!definition) return <Skeleton height={240} m="lg" />;
  return (
    <PageFrame
      title={definition.name}
      intro={definition.formula}
      actions={
        <>
          <PutIntoReport metric={metric} />
          <ActionButton metric={metric} unit={definition.unit} />
        </>
      }
      wide
    >
      <FilterBar />
      <Head metric={metric} definition={definition} />
      <TrendSection metric={metric} name={definition.name} unit={definition.unit} />
      <WhyMoved metric={metric} unit={definition.unit} />
      {definition.unit === "duration" && <DistributionSection metric={metric} name={definition.name} />}
      {metric === "first_contact_resolution" && <WindowSection />}
      <Parts metric={metric} />
      <Section title={t("behind.title")} intro={t("behind.intro")}>
        <Behind metric={metric} unit={definition.unit} rated={isRating(metric)} />
      </Section>
    </PageFrame>
  );
}

function Head({ metric, definition: { excluded } }: { metric: string; definition: Entry }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const query = useFigures([metric]);
  const changed = useChange(metric);
  const unfinished = useUnfinished(filter);
  const line = query.data?.metrics.get(metric)?.[0];
  if (query.isError && !query.data) {
    return <Failure what={t("figure.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!line) return <Skeleton height={72} mb="lg" />;
  const { figure, before } = line;
  const value = shownOf(figure);
  const change = changed(figure, before);
  const write = (each: number | null) =>
    each === null ? "–" : written(each, figure.unit, locale, filter.clock);
  return (
    <div className={classes.head} data-stale={query.isPlaceholderData || undefined}>
      <div className={classes.value}>{value === null ? t("figure.nothing") : write(value)}</div>
      <dl className={classes.facts}>
        {figure.unit === "duration" && (
          <>
            <Fact label={t("measure.p90")} value={write(figure.p90)} />
            <Fact label={t("measure.mean")} value={write(figure.mean)} />
          </>
        )}
        {figure.unit !== "count" && <Fact label={t("figure.samples")} value={count(figure.count, locale)} />}
      </dl>
      <div className={classes.doubts}>
        <Aim metric={metric} figure={figure} />
        <Doubt figure={figure} clock={filter.clock} />
        {change && query.data?.against && (
          <span>
            <ChangeMark change={change} />{" "}
            {t("change.against", { days: daysText(query.data.against, locale) })}
          </span>
        )}
        <LeftOut figure={figure} />
        {unfinished(metric, figure) && <span>{t("figure.unfinished")}</span>}
        {excluded && <span>{t("figure.without", { excluded })}</span>}
      </div>
    </div>
  );
}

/** Compared with other days there is something to explain, once the figure is finished. */
function WhyMoved({ metric, unit }: { metric: string; unit: Unit }) {
  const { filter } = useFilter();
  const unfinished = useUnfinished(filter);
  const figures = useFigures([metric]).data;
  const against = figures?.against;
  const figure = figures?.metrics.get(metric)?.[0]?.figure;
  return against && figure && !unfinished(metric, figure) ? (
    <Why key={`${metric}${against.from}`} metric={metric} unit={unit} against={against} />
  ) : null;
}

function ActionButton({ metric, unit }: { metric: string; unit: Unit }) {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const [opened, setOpened] = useState(false);
  const figure = useFigures([metric]).data?.metrics.get(metric)?.[0]?.figure;
  if (!useMay("insight.actions.manage")) return null;
  return (
    <>
      <Button variant="default" disabled={!figure} onClick={() => setOpened(true)}>
        {t("action.create")}
      </Button>
      {opened && figure && (
        <ActionDialog
          measure={measureOf(metric, unit, filter)}
          before={{ from: filter.from, to: filter.to }}
          value={shownOf(figure)}
          onClose={() => setOpened(false)}
        />
      )}
    </>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
