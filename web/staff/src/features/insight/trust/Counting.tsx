import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { Mark } from "@/ui/Mark";
import { dataHealthQuery } from "../queries";
import classes from "./Counting.module.css";

/** So few are counted before anybody has read this. */
const FEW = 1000;
const SOON = 5_000;
const LATER = 60_000;

/** Says above every page of figures that they are not whole yet: after an import, or while all is counted anew. */
export function Counting() {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const query = useQuery({
    ...dataHealthQuery,
    enabled: useMay("insight.people.read"),
    refetchInterval: ({ state }) => ((state.data?.behind ?? 0) > FEW ? SOON : LATER),
  });
  const behind = query.data?.behind ?? 0;
  if (behind <= FEW) return null;
  return (
    <div role="status" className={classes.counting}>
      <Mark tone="warn">{t("health.behind", { count: behind, shown: count(behind, locale) })}</Mark>{" "}
      {t("health.counting")}
    </div>
  );
}
