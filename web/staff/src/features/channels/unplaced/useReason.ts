import { useTranslation } from "react-i18next";
import type { UnplacedMail } from "@/lib/api/schema";

/** Why a mail was not placed, in the reader's words; a reason unknown to us stays as the server names it. */
export function useReason(): (mail: Pick<UnplacedMail, "reason" | "detail">) => string {
  const { t, i18n } = useTranslation("channels");
  return ({ reason, detail }) => {
    const key = `reason.${reason}`;
    return i18n.exists(key, { ns: "channels" }) ? t(key as "reason.failed") : detail || reason;
  };
}
