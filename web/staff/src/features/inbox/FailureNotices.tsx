import { useTranslation } from "react-i18next";
import { useLiveEvents } from "@/lib/live/live";
import { useMe } from "@/lib/session/session";
import { toastError } from "@/ui/toast";

interface Failed {
  number?: number;
  detail?: { author?: string | null; reason?: string | null };
}

/** Whoever wrote an answer that could not be delivered is told at once, wherever they are looking. */
export function FailureNotices() {
  const { t } = useTranslation("inbox");
  const me = useMe();
  useLiveEvents("inbox.message.failed", (event) => {
    const { number, detail } = event.facts as Failed;
    if (detail?.author !== me.person.id) return;
    toastError(t("delivery.noticeTitle", { number }), detail.reason ?? t("delivery.noReason"));
  });
  return null;
}
