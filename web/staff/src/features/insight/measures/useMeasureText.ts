import { useTranslation } from "react-i18next";
import type { FigureMeasure } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useDefinitions } from "../dictionary/useDefinitions";
import { type Unit, written } from "../figures/figure";
import { usePartName } from "../filter/choices";
import { signed } from "../numbers/format";

interface MeasureText {
  /** "First response time, Returns": which figure of what. */
  nameOf: (measure: FigureMeasure) => string;
  unitOf: (measure: FigureMeasure) => Unit;
  /** A value of it in the words of its unit. */
  write: (measure: FigureMeasure, value: number | null | undefined) => string;
  /** A difference with its sign; shares in percentage points. */
  writeChange: (measure: FigureMeasure, change: number) => string;
}

/** Measures in words. */
export function useMeasureText(): MeasureText {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { entry } = useDefinitions();
  const partName = usePartName();
  const unitOf = (measure: FigureMeasure): Unit => entry(measure.metric)?.unit ?? "count";
  const write: MeasureText["write"] = (measure, value) =>
    value == null ? "–" : written(value, unitOf(measure), locale, measure.clock);
  return {
    unitOf,
    write,
    nameOf: (measure) => {
      const { teams = [], people = [], channels = [], topics = [] } = measure.of ?? {};
      const parts = [
        ...teams.map((part) => partName("team", part)),
        ...people.map((part) => partName("agent", part)),
        ...channels.map((part) => partName("channel", part)),
        ...topics.map((part) => partName("topic", part)),
      ];
      const name = entry(measure.metric)?.name ?? measure.metric;
      const which =
        measure.statistic === "p90" || measure.statistic === "mean"
          ? ` (${t(`measure.${measure.statistic}`)})`
          : "";
      return [name + which, ...parts].join(", ");
    },
    writeChange: (measure, change) => {
      const unit = unitOf(measure);
      if (unit === "share") return `${signed(change * 100, locale)} ${t("change.points")}`;
      if (unit === "count" || unit === "points") return signed(change, locale);
      if (unit === "score") return signed(change, locale, { maximumFractionDigits: 2 });
      return change < 0 ? write(measure, change) : `+${write(measure, change)}`;
    },
  };
}
