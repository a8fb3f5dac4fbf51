import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { Mark } from "@/ui/Mark";
import classes from "./Counting.module.css";
import { useUncounted } from "./uncounted";

/** Says above every page of figures that they are not whole yet. */
export function Counting() {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const behind = useUncounted();
  if (behind === 0) return null;
  return (
    <div role="status" className={classes.counting}>
      <Mark tone="warn">{t("health.behind", { count: behind, shown: count(behind, locale) })}</Mark>{" "}
      {t("health.counting")}
    </div>
  );
}
