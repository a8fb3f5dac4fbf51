import { useTranslation } from "react-i18next";
import type { Calendar } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { dayTime, exactTime } from "@/lib/time/format";
import { Mark } from "@/ui/Mark";

/** Whether the department works now, and when it does next; in the reader's own zone. */
export function OpenState({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation("service_levels");
  const reading = useReading();
  if (calendar.open) return <Mark tone="good">{t("openNow")}</Mark>;
  const next = calendar.next_opening;
  if (!next) return <Mark tone="warn">{t("neverOpens")}</Mark>;
  return (
    <Mark tone="quiet">
      <time dateTime={next} title={exactTime(next, reading)}>
        {t("opensAt", { at: dayTime(next, reading) })}
      </time>
    </Mark>
  );
}
