import { useTranslation } from "react-i18next";
import type { Holiday } from "@/lib/api/schema";
import { dayText } from "./holidays";
import { windowsText } from "./windows";

/** A holiday in words: its days, and what is worked on them. */
export function useHolidayText(locale: string) {
  const { t } = useTranslation("service_levels");
  const days = ({ from, to, every_year }: Holiday) => {
    const range =
      from === to
        ? dayText(from, locale)
        : t("holidays.range", { from: dayText(from, locale), to: dayText(to, locale) });
    return every_year ? t("holidays.yearly", { days: range }) : range;
  };
  const hours = ({ windows = [] }: Holiday) => windowsText(windows) || t("holidays.closed");
  const line = (holiday: Holiday) => `${holiday.name}: ${days(holiday)}, ${hours(holiday)}`;
  return { days, hours, line };
}
