import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "@/lib/api/types";
import { Time } from "@/ui/Time";
import classes from "./ActivityLine.module.css";
import { useActivityText } from "./activityText";

/** What happened between two messages, in one quiet line that can be opened. */
export function ActivityLine({ activities }: { activities: Activity[] }) {
  const { t } = useTranslation("inbox");
  const text = useActivityText();
  const [open, setOpen] = useState(false);
  const last = activities.at(-1);
  if (!last) return null;
  if (activities.length === 1 || open) {
    return (
      <ul className={classes.lines}>
        {activities.map((activity) => (
          <li key={activity.id}>
            {text(activity)} <Time at={activity.at} className={classes.at} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div className={classes.lines}>
      <span>{text(last)}</span>{" "}
      <button type="button" className={classes.more} onClick={() => setOpen(true)}>
        {t("activity.more", { count: activities.length - 1 })}
      </button>{" "}
      <Time at={last.at} className={classes.at} />
    </div>
  );
}
