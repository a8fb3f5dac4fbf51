import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import classes from "./HeatMap.module.css";

interface Props {
  label: string;
  /** Seven days from Monday, each with twenty-four hours. */
  week: readonly (readonly number[])[];
}

// A Monday, for the names of the days.
const MONDAY = Date.UTC(2026, 0, 5);
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When something happens: days down, hours across, darker for more. A table, so that it can be read as well as seen. */
export function HeatMap({ label, week }: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const most = Math.max(1, ...week.flat());
  const dayName = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <div role="group" className={classes.scroller} tabIndex={0} aria-label={label}>
      <table className={classes.map} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t("arrivals.day")}</th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {week.map((hours, day) => {
            const name = dayName.format(MONDAY + day * 86_400_000);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {HOURS.map((hour) => {
                  const value = hours[hour] ?? 0;
                  const shade = value === 0 ? 0 : 12 + Math.round((value / most) * 88);
                  return (
                    <td
                      key={hour}
                      data-dark={shade > 55 || undefined}
                      style={{ "--shade": `${shade}%` } as React.CSSProperties}
                      title={t("arrivals.cell", {
                        day: name,
                        hour,
                        count: value,
                        shown: count(value, locale),
                      })}
                    >
                      {value === 0 ? "" : count(value, locale)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
