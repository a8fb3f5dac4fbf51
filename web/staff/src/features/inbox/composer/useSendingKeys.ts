import { useTranslation } from "react-i18next";
import type { Status } from "@/lib/api/types";
import { useCommands } from "@/lib/keys/commands";

/** The keys of the composer, in the palette and the list of keys too. */
export function useSendingKeys(send: (status: Status | null) => void): void {
  const { t } = useTranslation("inbox");
  const group = t("composer.group");
  useCommands([
    {
      id: "inbox.send",
      label: t("composer.send"),
      group,
      keys: ["mod+enter"],
      whileTyping: true,
      run: () => send(null),
    },
    {
      id: "inbox.sendAndSolve",
      label: t("composer.sendSolved"),
      group,
      keys: ["mod+shift+enter"],
      whileTyping: true,
      run: () => send("solved"),
    },
  ]);
}
