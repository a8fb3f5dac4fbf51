import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { Mark } from "@/ui/Mark";
import { type Figure, shownOf, written } from "../figures/figure";
import { useUnfinished } from "../figures/unfinished";
import { useFilter } from "../filter/useFilter";
import { allGoalsQuery } from "../queries";
import classes from "./Aim.module.css";
import { goalFor, standingOf } from "./aim";
import { STANDING_TONES } from "./standing";

/** The goal for what the filter bar shows of a metric. */
export function useGoal(metric: string) {
  const { filter } = useFilter();
  return goalFor(useQuery(allGoalsQuery).data ?? [], metric, filter);
}

/** What a figure should be, and whether it is; a number is only judged over its own stretch, on the page of goals. */
export function Aim({ metric, figure }: { metric: string; figure: Figure }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const unfinished = useUnfinished(filter)(metric, figure);
  const goal = useGoal(metric);
  if (!goal || figure.unit === "count") return null;
  const value = shownOf(figure);
  const standing = value === null || figure.small || unfinished ? "nothing" : standingOf(goal, value);
  return (
    <span className={classes.aim}>
      {t(`goal.targetIs.${goal.content.aim}`, {
        value: written(goal.content.target, figure.unit, locale, filter.clock),
      })}
      {standing !== "nothing" && (
        <Mark tone={STANDING_TONES[standing]}>{t(`goals.standing.${standing}`)}</Mark>
      )}
    </span>
  );
}
