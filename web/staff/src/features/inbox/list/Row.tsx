import {
  IconAlertTriangle,
  IconApi,
  IconMail,
  IconMessages,
  IconPaperclip,
  IconPhone,
  IconUsers,
  IconWorld,
  IconWorldHeart,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { ConversationRow } from "@/lib/api/types";
import { useReading } from "@/lib/session/reading";
import { exactTime, waitingTime } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { Avatar } from "@/ui/Avatar";
import { Time } from "@/ui/Time";
import { PriorityMark, StatusMark } from "../StatusMark";
import type { Filters } from "./filters";
import classes from "./Row.module.css";

/** On which way the customer came. */
const CHANNELS = {
  mail: IconMail,
  api: IconApi,
  phone: IconPhone,
  chat: IconMessages,
  web: IconWorld,
  social: IconWorldHeart,
  in_person: IconUsers,
};

function channelOf(word: string): keyof typeof CHANNELS {
  return word in CHANNELS ? (word as keyof typeof CHANNELS) : "mail";
}

interface Props {
  row: ConversationRow;
  view: string;
  filters: Filters;
  current: boolean;
  ticked: boolean;
  ticking: boolean;
  /** Colleagues who have it open now. */
  here: string[];
  onTick: (id: string, through: boolean) => void;
}

/** One conversation in a list: who, what about, the last words, how long it waits. */
export const Row = memo(function Row({ row, view, filters, current, ticked, ticking, here, onTick }: Props) {
  const { t } = useTranslation("inbox");
  const name = row.contact.name || row.contact.address;
  // What is done may be unread, but it calls nobody.
  const unread = row.unread && row.status !== "solved" && row.status !== "closed";
  const channel = channelOf(row.channel);
  const ChannelIcon = CHANNELS[channel];
  return (
    <div
      className={classes.row}
      data-current={current || undefined}
      data-ticked={ticked || undefined}
      data-unread={unread || undefined}
    >
      <span className={classes.lead} data-ticking={ticking || undefined}>
        <input
          type="checkbox"
          checked={ticked}
          className={classes.tick}
          aria-label={t("list.tick", { number: row.number, name })}
          onChange={() => undefined}
          onClick={(event) => onTick(row.id, event.shiftKey)}
        />
        <span className={classes.status}>
          <StatusMark status={row.status} />
        </span>
      </span>
      <Link
        to={paths.conversation}
        params={{ view, conversation: row.id }}
        search={filters}
        className={classes.body}
        aria-current={current ? "true" : undefined}
      >
        <span className={classes.line}>
          {unread && <span className={classes.dot} role="img" aria-label={t("list.unread")} />}
          <span className={classes.who}>{name}</span>
          {row.organisation && <span className={classes.organisation}>{row.organisation.name}</span>}
          <span className={classes.grow} />
          <ChannelIcon
            size={14}
            stroke={1.6}
            className={classes.faint}
            aria-label={t(`channel.${channel}`)}
          />
          <When row={row} />
        </span>
        <span className={classes.line}>
          {(row.priority === "urgent" || row.priority === "high") && <PriorityMark priority={row.priority} />}
          <span className={classes.subject}>{row.subject || t("noSubject")}</span>
          {row.delivery_failed && (
            <span className={classes.failed}>
              <IconAlertTriangle size={14} /> {t("list.failed")}
            </span>
          )}
          {row.has_attachments && (
            <IconPaperclip size={14} className={classes.faint} aria-label={t("list.attachments")} />
          )}
        </span>
        <span className={classes.line}>
          <span className={classes.preview}>{row.preview}</span>
          {row.tags.slice(0, 2).map((tag) => (
            <span key={tag} className={classes.tag}>
              {tag}
            </span>
          ))}
          {row.tags.length > 2 && <span className={classes.tag}>+{row.tags.length - 2}</span>}
          {here.map((colleague) => (
            <span key={colleague} className={classes.here} title={t("list.here", { name: colleague })}>
              <Avatar name={colleague} size={18} />
            </span>
          ))}
          {row.assignee && view !== "mine" && (
            <span title={row.assignee.name} className={classes.assignee}>
              <Avatar name={row.assignee.name} color={row.assignee.avatar_color ?? null} size={18} />
              <span className={classes.hidden}>{t("list.assignedTo", { name: row.assignee.name })}</span>
            </span>
          )}
        </span>
      </Link>
    </div>
  );
});

/** How long somebody waits for us; when nobody waits, the time of the last message. */
function When({ row }: { row: ConversationRow }) {
  const { t } = useTranslation("inbox");
  const reading = useReading();
  const now = useNow();
  if (!row.waiting_since) return <Time at={row.last_message_at} className={classes.when} />;
  const waited = waitingTime(row.waiting_since, now, reading.locale);
  const hours = (now - Date.parse(row.waiting_since)) / 3_600_000;
  return (
    <time
      dateTime={row.waiting_since}
      title={t("list.waitingSince", { at: exactTime(row.waiting_since, reading) })}
      className={classes.waiting}
      data-long={hours >= 24 || undefined}
    >
      <span className={classes.hidden}>{t("list.waiting")} </span>
      {waited}
    </time>
  );
}
