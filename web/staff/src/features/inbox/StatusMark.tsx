import { useTranslation } from "react-i18next";
import type { Priority, Status } from "@/lib/api/types";
import classes from "./StatusMark.module.css";

const SHAPES: Record<Status, React.ReactNode> = {
  new: (
    <>
      <circle cx="8" cy="8" r="6" strokeDasharray="2.6 2.1" />
      <circle cx="8" cy="8" r="2.4" className={classes.fill} />
    </>
  ),
  open: <circle cx="8" cy="8" r="6" />,
  pending: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.6V8l2.2 1.6" />
    </>
  ),
  on_hold: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.4 5.8v4.4M9.6 5.8v4.4" />
    </>
  ),
  solved: (
    <>
      <circle cx="8" cy="8" r="6.75" className={classes.fill} stroke="none" />
      <path d="m5.2 8.2 2 2 3.7-4.1" className={classes.cut} />
    </>
  ),
  closed: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.5" className={classes.fill} stroke="none" />
      <path d="M5.4 7V5.2a2.6 2.6 0 0 1 5.2 0V7" />
    </>
  ),
};

/** A status by shape first, colour second; the word stands beside it or is read out. */
export function StatusMark({ status, label = true }: { status: Status; label?: boolean }) {
  const { t } = useTranslation("inbox");
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      className={classes.mark}
      data-status={status}
      aria-hidden={label ? undefined : true}
      role={label ? "img" : undefined}
      aria-label={label ? t(`status.${status}`) : undefined}
    >
      <title>{label ? t(`status.${status}`) : ""}</title>
      {SHAPES[status]}
    </svg>
  );
}

/** Priority as bars, like the strength of a signal; urgent is a filled square with a mark. */
export function PriorityMark({ priority, label = true }: { priority: Priority; label?: boolean }) {
  const { t } = useTranslation("inbox");
  const lit = { low: 1, normal: 2, high: 3, urgent: 3 }[priority];
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      className={classes.priority}
      data-priority={priority}
      aria-hidden={label ? undefined : true}
      role={label ? "img" : undefined}
      aria-label={label ? t(`priority.${priority}`) : undefined}
    >
      <title>{label ? t(`priority.${priority}`) : ""}</title>
      {priority === "urgent" ? (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="3" />
          <path d="M8 4.5v4.2M8 11.2v.3" className={classes.cut} />
        </>
      ) : (
        [0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={2 + bar * 4.5}
            y={10 - bar * 3.5}
            width="3"
            height={4 + bar * 3.5}
            rx="1"
            opacity={bar < lit ? 1 : 0.25}
          />
        ))
      )}
    </svg>
  );
}
