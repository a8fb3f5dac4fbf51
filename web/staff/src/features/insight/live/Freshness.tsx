import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { useNow } from "@/lib/time/now";
import { Mark } from "@/ui/Mark";
import { ageOf } from "./age";
import classes from "./Live.module.css";

interface Props {
  query: { dataUpdatedAt: number; isError: boolean };
}

/** When the numbers were read, and plainly so when they are old. */
export function Freshness({ query }: Props) {
  const { t } = useTranslation("insight");
  const { locale, zone } = useReading();
  const age = ageOf(query.dataUpdatedAt, useNow(), query.isError);
  if (age === "none") return null;
  const at = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone: zone }).format(
    query.dataUpdatedAt,
  );
  return (
    <div role="status" className={classes.fresh}>
      {age === "old" ? <Mark tone="danger">{t("live.oldSince", { at })}</Mark> : t("live.asOf", { at })}
    </div>
  );
}
