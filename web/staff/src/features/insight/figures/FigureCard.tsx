import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { Spark } from "../charts/Spark";
import { DefinitionButton } from "../dictionary/DefinitionButton";
import type { Clock } from "../filter/search";
import { Aim } from "../goals/Aim";
import { ChangeMark } from "./ChangeMark";
import { Doubt, LeftOut } from "./Doubt";
import classes from "./FigureCard.module.css";
import { type Figure, shownOf, written } from "./figure";
import { useChange } from "./useChange";

interface Props {
  metric: string;
  figure: Figure;
  before: Figure | null;
  /** The days it is compared with, in words. */
  against: string | null;
  clock: Clock;
  /** The same over time. */
  trend: (number | null)[];
}

/** A figure: its name opens the definition, its value what is behind it. */
export function FigureCard({ metric, figure, before, against, clock, trend }: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const value = shownOf(figure);
  const change = useChange(metric)(figure, before);
  return (
    <article className={classes.card}>
      <DefinitionButton metric={metric} />
      <div className={classes.main}>
        <Link to={paths.figure} params={{ metric }} search={true} className={classes.value}>
          {value === null ? t("figure.nothing") : written(value, figure.unit, locale, clock)}
        </Link>
        <Spark values={trend} />
      </div>
      <div className={classes.under}>
        {figure.unit === "duration" && figure.p90 !== null && (
          <span>{t("figure.spread", { p90: written(figure.p90, "duration", locale, clock) })}</span>
        )}
        {figure.unit === "share" && figure.count > 0 && (
          <span>
            {t("figure.ofWhole", { part: count(figure.part, locale), whole: count(figure.count, locale) })}
          </span>
        )}
        {(figure.unit === "points" || figure.unit === "score") && figure.count > 0 && (
          <span>{t("figure.answers", { n: count(figure.count, locale) })}</span>
        )}
        <Doubt figure={figure} clock={clock} />
        <LeftOut figure={figure} />
        <Aim metric={metric} figure={figure} />
      </div>
      {change && (
        <div className={classes.under} title={against ? t("change.against", { days: against }) : undefined}>
          <ChangeMark change={change} />
        </div>
      )}
    </article>
  );
}
