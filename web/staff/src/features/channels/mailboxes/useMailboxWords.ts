import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Security } from "@/lib/api/schema";
import { type FieldWords, named, plainText, type WordsOf, wordsFrom } from "@/ui/clash/fieldWords";
import { teamChoicesQuery } from "../queries";

/** What the fields of a mailbox are called, for whoever tells of changes in them. */
export function useMailboxWords(): WordsOf {
  const { t } = useTranslation("channels");
  const teams = useQuery(teamChoicesQuery).data?.items ?? [];
  const security = (value: unknown) => t(`security.${value as Security}`);
  const server = (prefix: string, of: string): Record<string, FieldWords> => ({
    [`${prefix}.host`]: { label: `${of}: ${t("form.server")}` },
    [`${prefix}.port`]: { label: `${of}: ${t("form.port")}` },
    [`${prefix}.security`]: { label: `${of}: ${t("form.security")}`, text: security },
    [`${prefix}.user`]: { label: `${of}: ${t("form.user")}` },
  });
  return wordsFrom({
    name: { label: t("form.name") },
    address: { label: t("form.address") },
    from_name: { label: t("form.fromName") },
    team_id: {
      label: t("form.team"),
      text: named(teams.map(({ id, name }) => ({ value: id, label: name }))),
    },
    active: { label: t("form.active") },
    fetches: { label: t("form.fetch") },
    ...server("imap", t("form.incoming")),
    "imap.folder": { label: t("form.folder") },
    "imap.after": {
      label: t("form.after"),
      text: (after) => t(after === "move" ? "form.move" : "form.seen"),
    },
    "imap.move_to": { label: t("form.moveTo") },
    sends: { label: t("form.send") },
    ...server("smtp", t("form.outgoing")),
    signature_html: { label: t("form.signature"), text: plainText },
    subject_number: { label: t("form.number") },
    plus_addressing: { label: t("form.plus") },
  });
}
