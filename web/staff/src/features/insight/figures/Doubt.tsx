import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { Mark } from "@/ui/Mark";
import type { Clock } from "../filter/search";
import classes from "./FigureCard.module.css";
import { type Figure, written } from "./figure";

/** How sure one can be of a figure: between which values it lies, or that it rests on too little. */
export function Doubt({ figure, clock }: { figure: Figure; clock: Clock }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  if (figure.unit === "count" || figure.count === 0) return null;
  if (figure.small) return <Mark tone="quiet">{t("figure.small", { n: count(figure.count, locale) })}</Mark>;
  if (!figure.interval) return null;
  const [low, high] = figure.interval.map((value) => written(value, figure.unit, locale, clock));
  return (
    <span className={classes.interval} title={t("figure.intervalLong")}>
      {t("figure.interval", { low, high })}
    </span>
  );
}

/** How many ratings were left out with a reason. */
export function LeftOut({ figure }: { figure: Figure }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  if (!figure.excluded) return null;
  return (
    <span>{t("figure.leftOut", { count: figure.excluded, shown: count(figure.excluded, locale) })}</span>
  );
}
