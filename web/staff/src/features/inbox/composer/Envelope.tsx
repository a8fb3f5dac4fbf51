import { useTranslation } from "react-i18next";
import type { Conversation } from "@/lib/api/types";
import classes from "./Composer.module.css";
import type { Writing } from "./draft";
import { FromSelect } from "./FromSelect";
import { Recipients } from "./Recipients";

interface Props {
  conversation: Conversation;
  writing: Writing;
  /** Sending was tried without anybody to send to. */
  missing: boolean;
  onChange: (part: Partial<Writing>) => void;
}

/** From whom and to whom, always in sight: nobody is written to who does not stand here. */
export function Envelope({ conversation, writing, missing, onChange }: Props) {
  const { t } = useTranslation("inbox");
  return (
    <div>
      <FromSelect
        usual={conversation.reply.from}
        value={writing.mailbox}
        onChange={(mailbox) => onChange({ mailbox })}
      />
      <Recipients
        label={t("mail.to")}
        value={writing.to}
        error={missing && writing.to.length === 0 ? t("composer.noRecipient") : null}
        onChange={(to) => onChange({ to })}
      />
      <div className={classes.copies}>
        <Recipients label={t("mail.cc")} value={writing.cc} onChange={(cc) => onChange({ cc })} />
        <Recipients label={t("mail.bcc")} value={writing.bcc} onChange={(bcc) => onChange({ bcc })} />
      </div>
    </div>
  );
}
