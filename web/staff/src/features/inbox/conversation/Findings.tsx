import { Button } from "@mantine/core";
import {
  IconCalendarEvent,
  IconCertificate,
  IconLockQuestion,
  IconMail,
  IconScissors,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EnclosedMail, Findings, Invitation, Protection } from "@/lib/api/types";
import { useReading } from "@/lib/session/reading";
import { dayTime } from "@/lib/time/format";
import classes from "./Findings.module.css";
import { meetingTime } from "./meetingTime";

const METHODS = ["request", "reply", "cancel"] as const;
const ANSWERS = ["accepted", "declined", "tentative"] as const;

/** What the calendar says, by the key of its words. */
function kindOf({ method, answer }: Invitation) {
  const answered = ANSWERS.find((known) => known === answer);
  if (answered) return `finding.answer.${answered}` as const;
  return `finding.meeting.${METHODS.find((known) => known === method) ?? "other"}` as const;
}

/** Says in plain words that a mail is signed or encrypted, and that nobody checked or read it here. */
export function ProtectionBadge({ protection }: { protection: Protection }) {
  const { t } = useTranslation("inbox");
  const signed = protection === "smime_signed" || protection === "pgp_signed";
  const Icon = signed ? IconCertificate : IconLockQuestion;
  return (
    <span
      className={classes.badge}
      data-hidden={!signed || undefined}
      title={t(`finding.${protection}.more`)}
    >
      <Icon size={12} stroke={2} /> {t(`finding.${protection}.short`)}
    </span>
  );
}

/** What a mail carries besides text and files. */
export function FindingCards({ findings }: { findings: Findings }) {
  const { t } = useTranslation("inbox");
  const { protection, invitations, enclosed, shortened } = findings;
  const hidden = protection && protection !== "smime_signed" && protection !== "pgp_signed";
  return (
    <>
      {hidden && (
        <p className={classes.line}>
          <IconLockQuestion size={16} stroke={1.6} /> {t(`finding.${protection}.more`)}
        </p>
      )}
      {invitations.map((invitation) => (
        <Meeting key={invitation.attachment_id} invitation={invitation} />
      ))}
      {enclosed.map((mail) => (
        <Enclosed key={mail.attachment_id} mail={mail} />
      ))}
      {shortened && (
        <p className={classes.line}>
          <IconScissors size={16} stroke={1.6} /> {t("finding.shortened")}
        </p>
      )}
    </>
  );
}

function Meeting({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation("inbox");
  const time = meetingTime(invitation.starts, invitation.ends, useReading());
  const { method, organiser, place, attendees } = invitation;
  return (
    <section className={classes.card} aria-label={t("finding.meeting.label")}>
      <IconCalendarEvent size={20} stroke={1.5} />
      <div className={classes.text}>
        <span className={classes.kind}>{t(kindOf(invitation))}</span>
        <strong data-off={method === "cancel" || undefined}>
          {invitation.title || t("finding.noTitle")}
        </strong>
        {time && (
          <span>
            {time.words}
            {invitation.repeats && ` · ${t("finding.repeats")}`}
          </span>
        )}
        {time?.there && <span className={classes.quiet}>{t("finding.there", { time: time.there })}</span>}
        {place && <span>{place}</span>}
        {organiser && (
          <span className={classes.quiet} title={organiser.address}>
            {t("finding.organiser", { name: organiser.name || organiser.address })}
            {attendees > 0 && ` · ${t("finding.attendees", { count: attendees })}`}
          </span>
        )}
      </div>
    </section>
  );
}

function Enclosed({ mail }: { mail: EnclosedMail }) {
  const { t } = useTranslation("inbox");
  const reading = useReading();
  const [open, setOpen] = useState(false);
  return (
    <section className={classes.card} aria-label={t("finding.enclosed")}>
      <IconMail size={20} stroke={1.5} />
      <div className={classes.text}>
        <span className={classes.kind}>{t("finding.enclosed")}</span>
        <strong>{mail.subject || t("noSubject")}</strong>
        <span className={classes.quiet} title={mail.from?.address}>
          {[
            mail.from && (mail.from.name || mail.from.address),
            mail.sent_at && dayTime(mail.sent_at, reading),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {mail.text && open && <p className={classes.letter}>{mail.text}</p>}
        {mail.text && (
          <Button
            size="compact-xs"
            variant="default"
            className={classes.more}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t(open ? "finding.hideText" : "finding.showText")}
          </Button>
        )}
      </div>
    </section>
  );
}
