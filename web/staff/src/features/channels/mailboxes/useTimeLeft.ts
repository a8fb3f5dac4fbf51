import { useTranslation } from "react-i18next";

/** Seconds as somebody would say them who does not know exactly. */
export function useTimeLeft(): (seconds: number | null | undefined) => string | null {
  const { t } = useTranslation("channels");
  return (seconds) => {
    if (seconds == null) return null;
    if (seconds < 60) return t("state.soon");
    const minutes = Math.round(seconds / 60);
    if (minutes < 90) return t("state.minutes", { count: minutes });
    return t("state.hours", { count: Math.round(minutes / 60) });
  };
}
