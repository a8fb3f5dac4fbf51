import { ActionIcon } from "@mantine/core";
import { IconTrash, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Composer.module.css";
import type { Kind } from "./draft";
import type { SaveState } from "./draftSaver";
import { SaveMark } from "./SaveMark";

interface Props {
  kind: Kind;
  /** What this person may write here. */
  can: string[];
  state: SaveState;
  onKind: (kind: Kind) => void;
  onDiscard: () => void;
  onClose: () => void;
}

/** Reply or note, whether it is safe, and the ways out. */
export function ComposerHead({ kind, can, state, onKind, onDiscard, onClose }: Props) {
  const { t } = useTranslation("inbox");
  return (
    <div className={classes.tabs}>
      <div role="radiogroup" aria-label={t("composer.kind")} className={classes.kinds}>
        {(["reply", "note"] as const).map((each) => (
          <button
            key={each}
            type="button"
            role="radio"
            aria-checked={kind === each}
            disabled={!can.includes(each)}
            className={classes.kind}
            onClick={() => onKind(each)}
          >
            {t(`composer.${each}`)}
          </button>
        ))}
      </div>
      <SaveMark state={state} />
      <ActionIcon
        size="sm"
        aria-label={t("composer.discard")}
        title={t("composer.discard")}
        onClick={onDiscard}
      >
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t("composer.close")} title={t("composer.close")} onClick={onClose}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
