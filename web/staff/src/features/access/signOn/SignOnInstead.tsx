import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { signOnOfferQuery } from "../queries";
import { SignOnButtons } from "./SignOnButtons";

/** For whose session ended at work and who have no password: the way by the company's account, and back to this page. */
export function SignOnInstead() {
  const { t } = useTranslation("access");
  const offer = useQuery(signOnOfferQuery).data;
  if (!offer || offer.providers.length === 0) return null;
  const { pathname, search, hash } = window.location;
  return (
    <Stack gap="md">
      <div>{t("signOn.stay")}</div>
      <SignOnButtons providers={offer.providers} target={`${pathname}${search}${hash}`} main={false} />
    </Stack>
  );
}
