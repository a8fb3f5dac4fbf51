import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Message } from "@/lib/api/types";
import { useDoubt } from "../conversation/sender";
import classes from "./Warnings.module.css";

interface Props {
  newer: Message[];
  onRead: () => void;
  refused: string | null;
  forgotten: boolean;
  onSendWithout: () => void;
  conflict: boolean;
  onReload: () => void;
}

/** Somebody here may not be who they say. */
export function Doubt({ conversation }: { conversation: string }) {
  const { t } = useTranslation("inbox");
  if (!useDoubt(conversation)) return null;
  return (
    <div role="alert" className={classes.warning}>
      <span>{t("sender.composer")}</span>
    </div>
  );
}

/** Reasons to look again before sending; each with the way on. */
export function Warnings({ newer, onRead, refused, forgotten, onSendWithout, conflict, onReload }: Props) {
  const { t } = useTranslation("inbox");
  const first = newer[0];
  const show = () => {
    document.getElementById(first?.id ?? "")?.scrollIntoView({ block: "center" });
  };
  return (
    <>
      {first && (
        <div role="alert" className={classes.warning}>
          <span>{t("composer.newer", { count: newer.length, name: first.author.name })}</span>
          <Button size="compact-sm" variant="default" onClick={show}>
            {t("composer.showNewer")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onRead}>
            {t("composer.readNewer")}
          </Button>
        </div>
      )}
      {forgotten && (
        <div role="alert" className={classes.warning}>
          <span>{t("composer.forgotten")}</span>
          <Button size="compact-sm" variant="default" onClick={onSendWithout}>
            {t("composer.sendWithout")}
          </Button>
        </div>
      )}
      {refused !== null && (
        <div role="alert" className={classes.refused}>
          <strong>{t("composer.notSent")}</strong> {refused} {t("composer.kept")}
        </div>
      )}
      {conflict && (
        <div role="alert" className={classes.warning}>
          <span>{t("draft.conflictText")}</span>
          <Button size="compact-sm" variant="default" onClick={onReload}>
            {t("draft.reload")}
          </Button>
        </div>
      )}
    </>
  );
}
