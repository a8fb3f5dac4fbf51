import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Activity, Priority, Status } from "@/lib/api/types";
import { PRIORITIES, STATUSES } from "../list/filters";

const KNOWN = [
  "opened",
  "status_changed",
  "priority_changed",
  "assigned",
  "moved",
  "topic_changed",
  "tagged",
  "renamed",
  "withdrawn",
  "failed",
  "answered",
  "answered_elsewhere",
  "held",
] as const;

const HELD = ["robot", "spoofed", "storm", "undeliverable", "complained", "too_many", "ping_pong"] as const;

/** "Mara set the status to Pending": a change as a sentence. */
export function useActivityText() {
  const { t } = useTranslation("inbox");
  return useCallback(
    (activity: Activity): string => {
      const actor = activity.actor.name;
      const what = KNOWN.find((each) => each === activity.what);
      if (!what) return t("activity.other", { actor, what: activity.what.replaceAll("_", " ") });
      const word = (value: string | null | undefined) => {
        const status = STATUSES.find((each: Status) => each === value);
        if (what === "status_changed" && status) return t(`status.${status}`);
        const priority = PRIORITIES.find((each: Priority) => each === value);
        if (what === "priority_changed" && priority) return t(`priority.${priority}`);
        const held = HELD.find((each) => each === value);
        if (what === "held" && held) return t(`activity.heldReason.${held}`);
        return value ?? t("nobody");
      };
      if (!activity.to && activity.from)
        return t(`activity.removed.${what}`, { actor, from: word(activity.from) });
      return t(`activity.${what}`, { actor, from: word(activity.from), to: word(activity.to) });
    },
    [t],
  );
}
