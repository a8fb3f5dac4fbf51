import { ActionIcon } from "@mantine/core";
import { IconBuilding, IconMail, IconPhone, IconUser, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { ConversationRating } from "@/features/feedback/public";
import type { Contact } from "@/lib/api/types";
import { useReading } from "@/lib/session/reading";
import { Avatar } from "@/ui/Avatar";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { contactConversationsQuery } from "../queries";
import { StatusMark } from "../StatusMark";
import classes from "./CustomerPanel.module.css";
import { attributesQuery, contactNotesQuery, contactQuery } from "./queries";

interface Props {
  contact: string;
  /** What the conversation itself knows, shown until the rest is here. */
  fallback: { name: string; address: string };
  conversation: string;
  onClose: () => void;
}

/** Who writes: how to reach them, what is known, what was before. */
export function CustomerPanel({ contact: id, fallback, conversation, onClose }: Props) {
  const { t } = useTranslation("inbox");
  const contact = useQuery(contactQuery(id)).data;
  const name = contact?.name || fallback.name || fallback.address;
  return (
    <div className={classes.panel}>
      <header className={classes.head}>
        <Avatar name={name} kind="customer" size={40} />
        <div className={classes.names}>
          <Link to={paths.contact} params={{ contact: id }} className={classes.name}>
            {name}
          </Link>
          {contact && contact.tier !== "standard" && (
            <span className={classes.tier}>{t(`customer.tier.${contact.tier}`)}</span>
          )}
          {contact?.organisation && (
            <Link
              to={paths.organisation}
              params={{ organisation: contact.organisation.id }}
              className={classes.organisation}
            >
              <IconBuilding size={14} stroke={1.6} /> {contact.organisation.name}
            </Link>
          )}
        </div>
        <ActionIcon onClick={onClose} aria-label={t("customer.hide")} className={classes.close}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <Reach contact={contact} fallback={fallback.address} />
      {contact && <Facts contact={contact} />}
      <ConversationRating conversation={conversation} />
      <Notes contact={id} />
      <Before contact={id} conversation={conversation} />
    </div>
  );
}

const ICONS: Record<string, ReactNode> = {
  email: <IconMail size={14} stroke={1.6} />,
  phone: <IconPhone size={14} stroke={1.6} />,
};

function Reach({ contact, fallback }: { contact: Contact | undefined; fallback: string }) {
  const { t } = useTranslation("inbox");
  const identities = contact?.identities ?? [
    { id: "known", kind: "email", value: fallback, verified: false, mark: null },
  ];
  return (
    <ul className={classes.reach}>
      {identities.map((identity) => (
        <li key={identity.id}>
          {ICONS[identity.kind] ?? <IconUser size={14} stroke={1.6} />}
          <span>{identity.value}</span>
          {identity.mark && (
            <Mark tone={identity.mark.state === "undeliverable" ? "danger" : "warn"}>
              {t(`customer.mark.${identity.mark.state}`)}
            </Mark>
          )}
        </li>
      ))}
    </ul>
  );
}

function Facts({ contact }: { contact: Contact }) {
  const { t } = useTranslation("inbox");
  const definitions = useQuery(attributesQuery).data;
  const reading = useReading();
  const language = contact.language
    ? new Intl.DisplayNames([reading.locale], { type: "language" }).of(contact.language)
    : null;
  const facts: [string, ReactNode][] = [
    // Without their definitions they would show by their keys for a moment, and jump.
    ...Object.entries(definitions ? contact.attributes : {}).map(([key, value]): [string, ReactNode] => [
      definitions?.find((each) => each.subject === "contact" && each.key === key)?.label ?? key,
      String(value),
    ]),
    ...(language ? [[t("customer.language"), language] satisfies [string, ReactNode]] : []),
    ...(contact.time_zone
      ? [
          [t("customer.localTime"), localTime(contact.time_zone, reading.locale)] satisfies [
            string,
            ReactNode,
          ],
        ]
      : []),
    [t("customer.since"), <Time key="since" at={contact.created_at} as="relative" />],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function localTime(zone: string, locale: string): string {
  try {
    return new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      timeZoneName: "short",
    }).format();
  } catch {
    return zone;
  }
}

function Notes({ contact }: { contact: string }) {
  const { t } = useTranslation("inbox");
  const notes = useQuery(contactNotesQuery(contact)).data?.items ?? [];
  if (notes.length === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>{t("customer.notes")}</h2>
      {notes.slice(0, 3).map((note) => (
        <div key={note.id} className={classes.note}>
          <p>{note.text}</p>
          <span className={classes.by}>
            {note.author?.name} · <Time at={note.created_at} />
          </span>
        </div>
      ))}
    </section>
  );
}

function Before({ contact, conversation }: { contact: string; conversation: string }) {
  const { t } = useTranslation("inbox");
  const rows = useQuery(contactConversationsQuery(contact)).data?.items;
  if (!rows) return null;
  const others = rows.filter((row) => row.id !== conversation).slice(0, 5);
  return (
    <section>
      <h2 className={classes.heading}>{t("customer.before")}</h2>
      {others.length === 0 && <p className={classes.none}>{t("customer.first")}</p>}
      <ul className={classes.before}>
        {others.map((row) => (
          <li key={row.id}>
            <Link to={paths.conversation} params={{ view: "all", conversation: row.id }} search={{}}>
              <StatusMark status={row.status} />
              <span className={classes.subject}>{row.subject || t("noSubject")}</span>
              <Time at={row.last_message_at} className={classes.when} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
