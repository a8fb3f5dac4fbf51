import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { WorkWindow } from "@/lib/api/schema";
import { TimeField } from "./TimeField";
import classes from "./WeekGrid.module.css";
import { nextWindow, windowFaults } from "./windows";

interface Props {
  /** The name of the day, for the labels. */
  day: string;
  windows: WorkWindow[];
  onChange: (windows: WorkWindow[]) => void;
}

/** The windows of one day; every part can be reached and worked by keyboard. */
export function DayWindows({ day, windows, onChange }: Props) {
  const { t } = useTranslation("service_levels");
  const faults = windowFaults(windows);
  const next = nextWindow(windows);
  const put = (place: number, change: Partial<WorkWindow>) =>
    onChange(windows.map((window, index) => (index === place ? { ...window, ...change } : window)));
  return (
    <div className={classes.windows}>
      {windows.length === 0 && <span className={classes.closed}>{t("week.closed")}</span>}
      {windows.map((window, place) => {
        const number = place + 1;
        const fault = faults[place];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a window is its place in the day
          <fieldset key={place} className={classes.window}>
            <TimeField
              label={t("week.begin", { day, number })}
              minutes={window.from}
              onChange={(from) => put(place, { from })}
              error={fault === "overlap" ? t("week.overlap") : undefined}
            />
            <span className={classes.until}>{t("week.until")}</span>
            <TimeField
              label={t("week.end", { day, number })}
              minutes={window.to}
              onChange={(to) => put(place, { to })}
              error={fault === "order" ? t("week.order") : undefined}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("week.remove", { day, number })}
              onClick={() => onChange(windows.filter((_, index) => index !== place))}
            >
              <IconX size={16} aria-hidden="true" />
            </ActionIcon>
          </fieldset>
        );
      })}
      {next && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          aria-label={t("week.addOn", { day })}
          onClick={() => onChange([...windows, next])}
        >
          {t("week.add")}
        </Button>
      )}
    </div>
  );
}
