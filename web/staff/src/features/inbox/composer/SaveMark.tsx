import { useTranslation } from "react-i18next";
import classes from "./Composer.module.css";
import type { SaveState } from "./draftSaver";

/** Whether what was written is safe. */
export function SaveMark({ state }: { state: SaveState }) {
  const { t } = useTranslation("inbox");
  return (
    <span role="status" className={classes.saved} data-state={state}>
      {state !== "clean" && t(`draft.${state}`)}
    </span>
  );
}
