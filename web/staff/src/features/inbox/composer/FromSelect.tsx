import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { mailboxesQuery } from "../queries";
import classes from "./FromSelect.module.css";

interface Props {
  value: string | null;
  /** The address this conversation is answered from; it can be chosen even when the list of mailboxes is not for this person. */
  usual?: { mailbox_id: string; address: string; name: string } | null;
  onChange: (mailbox: string) => void;
}

/** From which of our addresses the mail goes out. */
export function FromSelect({ value, usual, onChange }: Props) {
  const { t } = useTranslation("inbox");
  const id = useId();
  const listed = useQuery(mailboxesQuery).data?.items ?? [];
  const extra =
    usual && !listed.some((each) => each.id === usual.mailbox_id)
      ? [{ id: usual.mailbox_id, address: usual.address, from_name: usual.name }]
      : [];
  const mailboxes = [...extra, ...listed];
  if (mailboxes.length === 0) return null;
  return (
    <div className={classes.from}>
      <label htmlFor={id}>{t("mail.from")}</label>
      <select id={id} value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value)}>
        {!mailboxes.some((each) => each.id === value) && <option value="">{t("composer.chooseFrom")}</option>}
        {mailboxes.map((mailbox) => (
          <option key={mailbox.id} value={mailbox.id}>
            {mailbox.from_name ? `${mailbox.from_name} · ${mailbox.address}` : mailbox.address}
          </option>
        ))}
      </select>
    </div>
  );
}
