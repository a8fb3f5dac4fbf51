import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session/session";

/** What people without a password here do when they are asked for one. */
export function usePasswordHint(): string | undefined {
  const { t } = useTranslation("access");
  return useMe().person.has_password ? undefined : t("second.passwordNone");
}
