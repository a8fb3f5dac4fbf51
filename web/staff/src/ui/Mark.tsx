import { IconAlertTriangle, IconCheck, IconClock, IconInfoCircle, IconMinus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Mark.module.css";

export type Tone = "good" | "warn" | "danger" | "info" | "quiet";

const ICONS = {
  good: IconCheck,
  warn: IconClock,
  danger: IconAlertTriangle,
  info: IconInfoCircle,
  quiet: IconMinus,
} as const;

/** A state in a word, with a shape and a colour of its own. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      {children}
    </span>
  );
}
