import { useTranslation } from "react-i18next";
import type { Mailbox } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useWhyText } from "@/ui/whyText";
import classes from "./Mailboxes.module.css";
import { useTimeLeft } from "./useTimeLeft";

type State = NonNullable<Mailbox["state"]>;

/** How fetching stands, in a word, and what to do when it does not. */
export function MailboxState({ mailbox, full }: { mailbox: Mailbox; full?: boolean }) {
  const { t } = useTranslation("channels");
  const state = mailbox.state;
  if (!mailbox.active) return <Mark tone="quiet">{t("state.off")}</Mark>;
  if (!mailbox.imap || !state) return <Mark tone="quiet">{t("state.noFetch")}</Mark>;
  return (
    <span className={classes.trouble}>
      <Word state={state} />
      <Trouble state={state} />
      <Backlog state={state} />
      <Remarks state={state} full={full ?? false} />
    </span>
  );
}

function Word({ state }: { state: State }) {
  const { t } = useTranslation("channels");
  switch (state.health) {
    case "stopped":
      return <Mark tone="danger">{t("state.stopped")}</Mark>;
    case "late":
      return (
        <Mark tone={state.last_error ? "danger" : "warn"}>
          {t(state.last_error ? "state.trouble" : "state.late")}
        </Mark>
      );
    case "well":
      return (
        <span className={classes.well}>
          <Mark tone="good">{t("state.well")}</Mark>
          {state.last_fetch_at && (
            <span className={classes.hint}>
              {t("state.looked")} <Time at={state.last_fetch_at} />
            </span>
          )}
        </span>
      );
    default:
      return <Mark tone="warn">{t("state.starting")}</Mark>;
  }
}

function Trouble({ state }: { state: State }) {
  const { t } = useTranslation("channels");
  const whyText = useWhyText();
  const words = state.last_error ? whyText(state.why, state.last_error, state.hint) : null;
  const stopped = state.health === "stopped";
  const since = stopped ? (state.last_fetch_at ?? state.stopped_since) : state.error_since;
  return (
    <>
      {words && <span>{words.sentence}</span>}
      {words?.hint && <span className={classes.hint}>{words.hint}</span>}
      {since && (
        <span className={classes.hint}>
          {t(stopped ? "state.stoppedSince" : "state.since")} <Time at={since} />
        </span>
      )}
    </>
  );
}

function Backlog({ state }: { state: State }) {
  const { t } = useTranslation("channels");
  const { locale } = useReading();
  const timeLeft = useTimeLeft();
  if (state.backlog) {
    const { done, total, seconds_left } = state.backlog;
    const progress = t("state.progress", { done: count(done, locale), total: count(total, locale) });
    return <span>{[progress, timeLeft(seconds_left)].filter(Boolean).join(", ")}</span>;
  }
  if (state.waiting === 0) return null;
  return <span className={classes.hint}>{t("state.waiting", { number: count(state.waiting, locale) })}</span>;
}

/** What is well enough to go on, and yet worth knowing. */
function Remarks({ state, full }: { state: State; full: boolean }) {
  const { t } = useTranslation("channels");
  const whyText = useWhyText();
  return (
    <>
      {state.read_only && <span className={classes.hint}>{t("state.readOnly")}</span>}
      {state.warning && (
        <span>
          {t("state.warning")} {whyText(state.warning.why, state.warning.text, null).sentence}
        </span>
      )}
      {state.skipped_count > 0 && <span>{t("state.skipped", { count: state.skipped_count })}</span>}
      {full && state.skipped.length > 0 && (
        <ul className={classes.skipped}>
          {state.skipped.map((mail) => (
            <li key={mail.number}>
              {t("state.skippedMail", { number: mail.number })}:{" "}
              {whyText(mail.told.why, mail.told.text, null).sentence} (
              {t("state.tries", { count: mail.attempts })}, {t("state.again")} <Time at={mail.next_at} />)
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
