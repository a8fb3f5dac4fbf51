import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { mailboxesQuery } from "../queries";
import classes from "./Composer.module.css";

/** What the mailbox adds below every answer, so that nothing goes out that was not seen. */
export function MailboxSignature({ mailbox }: { mailbox: string | null }) {
  const { t } = useTranslation("inbox");
  const html = useQuery(mailboxesQuery).data?.items.find((each) => each.id === mailbox)?.signature_html;
  const text = html ? new DOMParser().parseFromString(html, "text/html").body.innerText.trim() : "";
  if (!text) return null;
  return (
    <div className={classes.signature} title={t("composer.signature")}>
      {text}
    </div>
  );
}
