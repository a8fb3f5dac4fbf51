import { useTranslation } from "react-i18next";
import { named, type WordsOf, wordsFrom } from "@/ui/clash/fieldWords";
import type { RuleValues } from "./providerValues";

/** What the fields of a provider are called, for what two people changed at once. */
export function useProviderWords(roles: { value: string; label: string }[]): WordsOf {
  const { t } = useTranslation("access");
  const role = named(roles);
  return wordsFrom({
    name: { label: t("provider.name") },
    issuer: { label: t("provider.issuer") },
    client_id: { label: t("provider.clientId") },
    scopes: { label: t("provider.scopes") },
    enabled: { label: t("provider.enabled") },
    email_domains: { label: t("provider.domains") },
    trust_email: { label: t("provider.trust") },
    create_people: { label: t("provider.create") },
    default_role_id: { label: t("provider.defaultRole"), text: role },
    role_claim: { label: t("provider.claim") },
    role_rules: {
      label: t("provider.rules"),
      text: (rules) =>
        (rules as RuleValues[]).map(({ value, role_id }) => `${value} → ${role(role_id)}`).join("; "),
    },
    roles_follow: { label: t("provider.follow") },
    counts_as_second_factor: { label: t("provider.second") },
  });
}
