import { Button } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { toast } from "@/ui/toast";
import { DayWindows } from "./DayWindows";
import classes from "./WeekGrid.module.css";
import { copyMonday, DAYS, isSound, lengthText, type Week, weekMinutes } from "./windows";

interface Props {
  week: Week;
  onChange: (week: Week) => void;
}

/** The windows of every weekday. */
export function WeekGrid({ week, onChange }: Props) {
  const { t } = useTranslation("service_levels");
  const { locale } = useReading();
  const copy = () => {
    onChange(copyMonday(week));
    toast(t("week.copied"));
  };
  return (
    <>
      <dl className={classes.grid}>
        {DAYS.map((day) => (
          <Fragment key={day}>
            <dt className={classes.day}>{t(`day.${day}`)}</dt>
            <dd style={{ margin: 0 }}>
              <DayWindows
                day={t(`day.${day}`)}
                windows={week[day]}
                onChange={(windows) => onChange({ ...week, [day]: windows })}
              />
            </dd>
          </Fragment>
        ))}
      </dl>
      <div className={classes.foot}>
        <Button variant="default" size="compact-sm" disabled={!isSound(week.monday)} onClick={copy}>
          {t("week.copy")}
        </Button>
        <span>{t("week.total", { time: lengthText(weekMinutes(week), locale) })}</span>
      </div>
    </>
  );
}
