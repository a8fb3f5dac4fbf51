import { IconArrowDownRight, IconArrowUpRight, IconMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./ChangeMark.module.css";
import type { Change } from "./figure";

const ICONS = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconMinus } as const;

/** How a figure moved: arrow, amount, and in words whether that is good. */
export function ChangeMark({ change }: { change: Change }) {
  const { t } = useTranslation("insight");
  const Icon = ICONS[change.way];
  return (
    <span className={classes.change} data-verdict={change.verdict}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      {change.text}
      {change.verdict !== "neither" && <span> {t(`change.${change.verdict}`)}</span>}
    </span>
  );
}
