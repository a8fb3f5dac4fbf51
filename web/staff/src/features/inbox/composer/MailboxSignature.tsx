import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { MessageBody } from "../conversation/MessageBody";
import { mailboxesQuery } from "../queries";
import classes from "./Composer.module.css";
import { isEmptyHtml } from "./draft";

/** What the mailbox adds below every answer, so that nothing goes out that was not seen. */
export function MailboxSignature({ mailbox }: { mailbox: string | null }) {
  const { t } = useTranslation("inbox");
  const found = useQuery(mailboxesQuery).data?.items.find((each) => each.id === mailbox);
  if (!found || isEmptyHtml(found.signature_html)) return null;
  return (
    <div className={classes.signature} title={t("composer.signature")}>
      <MessageBody message={found.id} html={found.signature_html} showRemoteImages={false} />
    </div>
  );
}
