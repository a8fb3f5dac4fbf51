import type {
  Mailbox,
  MailboxCreation,
  MailboxImap,
  MailboxRevision,
  MailboxTrial,
  Security,
} from "@/lib/api/schema";

export type SignIn = MailboxImap["sign_in"];

export interface ServerValues {
  sign_in: SignIn;
  host: string;
  port: number | string;
  security: Security;
  user: string;
  /** Empty keeps the stored one. */
  password: string;
}

export interface MailboxValues {
  name: string;
  address: string;
  from_name: string;
  team_id: string | null;
  active: boolean;
  take: "from_now" | "all";
  fetches: boolean;
  imap: ServerValues & {
    protocol: MailboxImap["protocol"];
    folder: string;
    after: MailboxImap["after"];
    move_to: string;
  };
  sends: boolean;
  smtp: ServerValues;
  /** Sending signs in with the name and password of fetching. */
  same: boolean;
  plus_addressing: boolean;
  subject_number: boolean;
  signature_html: string;
}

export type Kind = "imap" | "smtp";

const PORTS: Record<Kind | "pop3", Record<Security, number>> = {
  imap: { tls: 993, starttls: 143, none: 143 },
  pop3: { tls: 995, starttls: 110, none: 110 },
  smtp: { tls: 465, starttls: 587, none: 25 },
};

/** The port that goes with a choice of encryption; one that was typed on purpose stays. */
export function portFor(kind: Kind | "pop3", security: Security, present: number | string): number | string {
  const incoming = [...Object.values(PORTS.imap), ...Object.values(PORTS.pop3)];
  const usual = kind === "smtp" ? Object.values(PORTS.smtp) : incoming;
  return present === "" || usual.includes(Number(present)) ? PORTS[kind][security] : present;
}

/** What can be done with mail on the server that was taken. */
export function afterOf(protocol: MailboxImap["protocol"]): MailboxImap["after"][] {
  return protocol === "pop3" ? ["keep", "delete"] : ["seen", "move", "keep", "delete"];
}

const server = (kind: Kind): ServerValues => ({
  sign_in: "password",
  host: "",
  port: PORTS[kind].tls,
  security: "tls",
  user: "",
  password: "",
});

/** What the form shows of a mailbox; of none, what a new one begins with. */
export function valuesOf(mailbox: Mailbox | null): MailboxValues {
  return {
    name: mailbox?.name ?? "",
    address: mailbox?.address ?? "",
    from_name: mailbox?.from_name ?? "",
    team_id: mailbox?.team_id ?? null,
    active: mailbox?.active ?? true,
    take: mailbox?.take ?? "from_now",
    fetches: mailbox ? Boolean(mailbox.imap) : true,
    imap: {
      ...server("imap"),
      ...(mailbox?.imap && {
        sign_in: mailbox.imap.sign_in,
        host: mailbox.imap.host,
        port: mailbox.imap.port,
        security: mailbox.imap.security,
        user: mailbox.imap.user,
      }),
      protocol: mailbox?.imap?.protocol ?? "imap",
      folder: mailbox?.imap?.folder ?? "INBOX",
      after: mailbox?.imap?.after ?? "seen",
      move_to: mailbox?.imap?.move_to ?? "",
    },
    sends: mailbox ? Boolean(mailbox.smtp) : true,
    smtp: {
      ...server("smtp"),
      ...(mailbox?.smtp && {
        sign_in: mailbox.smtp.sign_in,
        host: mailbox.smtp.host,
        port: mailbox.smtp.port,
        security: mailbox.smtp.security,
        user: mailbox.smtp.user,
      }),
    },
    same: !mailbox,
    plus_addressing: mailbox?.plus_addressing ?? false,
    subject_number: mailbox?.subject_number ?? true,
    signature_html: mailbox?.signature_html ?? "",
  };
}

/** The servers as the API takes them; one that is not used is null. */
function servers({ fetches, imap, sends, smtp, same }: MailboxValues) {
  const access = ({ sign_in, host, port, security, user, password }: ServerValues) => ({
    sign_in,
    host: host.trim(),
    port: Number(port),
    security,
    user: user.trim(),
    password: sign_in === "password" ? password || null : null,
  });
  const like = same && fetches ? { sign_in: imap.sign_in, user: imap.user, password: imap.password } : {};
  return {
    imap: fetches
      ? {
          ...access(imap),
          protocol: imap.protocol,
          folder: imap.folder,
          after: imap.after,
          move_to: imap.after === "move" ? imap.move_to : null,
        }
      : null,
    smtp: sends ? access({ ...smtp, ...like }) : null,
  };
}

function common(values: MailboxValues) {
  const { name, address, from_name, team_id, active, plus_addressing, subject_number, signature_html } =
    values;
  return { name, address, from_name, team_id, active, plus_addressing, subject_number, signature_html };
}

export function creationOf(values: MailboxValues): MailboxCreation {
  return { ...common(values), ...servers(values), take: values.take };
}

export function revisionOf(values: MailboxValues, version: number): MailboxRevision {
  return { ...common(values), ...servers(values), version };
}

/** What is tried: only what is to be used. */
export function trialOf(values: MailboxValues, id: string | null): MailboxTrial {
  const { imap, smtp } = servers(values);
  return { ...(imap && { imap }), ...(smtp && { smtp }), address: values.address || null, ...(id && { id }) };
}
