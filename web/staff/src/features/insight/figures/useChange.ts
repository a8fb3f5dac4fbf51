import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { useDefinitions } from "../dictionary/useDefinitions";
import { useFilter } from "../filter/useFilter";
import { type Change, changeOf, type Figure } from "./figure";
import { useUnfinished } from "./unfinished";

/** How a metric moved against the days before, with what can honestly be said of it. */
export function useChange(metric: string): (figure: Figure, before: Figure | null) => Change | null {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const unfinished = useUnfinished(filter);
  const good = useDefinitions().entry(metric)?.good ?? "neither";
  return (figure, before) => {
    const change = changeOf(good, figure, before, locale, t("change.points"));
    return change && unfinished(metric, figure) ? { ...change, verdict: "unfinished" } : change;
  };
}
