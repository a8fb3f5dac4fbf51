import { useTranslation } from "react-i18next";
import type { Mailbox } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useWhyText } from "@/ui/whyText";
import classes from "./Mailboxes.module.css";

/** How fetching stands, in a word, and what to do when it does not. */
export function MailboxState({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation("channels");
  const { locale } = useReading();
  const whyText = useWhyText();
  const state = mailbox.state;
  if (!mailbox.active) return <Mark tone="quiet">{t("state.off")}</Mark>;
  if (state?.last_error) {
    const { sentence, hint } = whyText(state.why, state.last_error, state.hint);
    return (
      <span className={classes.trouble}>
        <Mark tone="danger">{t("state.trouble")}</Mark>
        <span>{sentence}</span>
        {hint && <span className={classes.hint}>{hint}</span>}
        {state.error_since && (
          <span className={classes.hint}>
            {t("state.since")} <Time at={state.error_since} />
          </span>
        )}
      </span>
    );
  }
  if (!mailbox.imap) return <Mark tone="quiet">{t("state.noFetch")}</Mark>;
  if (state && state.waiting > 0) {
    return <Mark tone="info">{t("state.backlog", { number: count(state.waiting, locale) })}</Mark>;
  }
  if (!state?.last_fetch_at) return <Mark tone="warn">{t("state.starting")}</Mark>;
  return (
    <span className={classes.well}>
      <Mark tone="good">{t("state.well")}</Mark>
      <span className={classes.hint}>
        {t("state.looked")} <Time at={state.last_fetch_at} />
      </span>
    </span>
  );
}
