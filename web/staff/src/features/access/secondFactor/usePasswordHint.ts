import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { signOnOfferQuery } from "../queries";

/** Where people may be here without a password, what they do when they are asked for one. */
export function usePasswordHint(): string | undefined {
  const { t } = useTranslation("access");
  const offer = useQuery(signOnOfferQuery).data;
  return offer && offer.providers.length > 0 ? t("second.passwordNone") : undefined;
}
