/** The shapes of the API as the screens use them. */

export interface Ref {
  id: string;
  name: string;
}

export interface PersonRef extends Ref {
  avatar_color?: string | null;
}

export interface Me {
  person: {
    id: string;
    name: string;
    email: string;
    language: string;
    time_zone: string;
    role: Ref;
    signature_html: string;
    version: number;
    avatar_color: string;
  };
  permissions: string[];
  teams: Ref[];
  company: { name: string; time_zone: string; language: string };
}

export interface Person extends PersonRef {
  email: string;
  role: Ref;
  teams: Ref[];
  active: boolean;
}

export interface ListOf<T> {
  items: T[];
  next_cursor?: string | null;
}

export type Status = "new" | "open" | "pending" | "on_hold" | "solved" | "closed";
export type Priority = "low" | "normal" | "high" | "urgent";
export type Channel = "mail" | "api";

export interface ConversationRow {
  id: string;
  number: number;
  subject: string;
  channel: Channel;
  status: Status;
  priority: Priority;
  assignee: PersonRef | null;
  team: Ref | null;
  topic: Ref | null;
  tags: string[];
  contact: { id: string; name: string; address: string };
  organisation: Ref | null;
  preview: string;
  last_from: string;
  last_message_at: string;
  waiting_since: string | null;
  created_at: string;
  updated_at: string;
  message_count: number;
  unread: boolean;
  has_attachments: boolean;
  delivery_failed: boolean;
  automatic: boolean;
  mailbox_id: string | null;
  version: number;
}

export interface Address {
  address: string;
  name: string;
}

export interface Conversation extends ConversationRow {
  follows: string | null;
  participants: (Address & { role: string })[];
  can: string[];
  reply: {
    from: { mailbox_id: string; address: string; name: string; can_send: boolean } | null;
    to: Address[];
    cc: Address[];
    subject: string;
  };
}

export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  size: number;
  inline: boolean;
  url: string;
  preview_url: string | null;
}

export interface Delivery {
  state: "none" | "waiting" | "sending" | "sent" | "failed";
  reason: string | null;
  undo_until: string | null;
  attempts: number;
}

export interface Message {
  id: string;
  kind: "customer" | "agent" | "note";
  author: {
    kind: "contact" | "person" | "system";
    id: string | null;
    name: string;
    avatar_color?: string | null;
  };
  at: string;
  from: Address | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string | null;
  html: string;
  text: string;
  quoted_html: string | null;
  has_remote_images: boolean;
  attachments: Attachment[];
  delivery: Delivery | null;
  auto: boolean;
  raw_available: boolean;
}

export interface Activity {
  id: number;
  at: string;
  actor: { id: string | null; name: string };
  what: string;
  from: string | null;
  to: string | null;
}

export interface Counts {
  mine: number;
  mentions: number;
  unassigned: number;
  all: number;
  waiting: number;
  teams: (Ref & { open: number })[];
}

export interface Topic extends Ref {
  parent_id: string | null;
  path: string;
  archived: boolean;
  version: number;
}

export interface Tag extends Ref {
  color: string;
}

export interface SavedView extends Ref {
  query: string;
  audience: "me" | "team" | "all";
  team_id: string | null;
  version: number;
}

export interface Mailbox extends Ref {
  address: string;
  from_name: string | null;
  active: boolean;
  signature_html?: string | null;
}

export interface SearchResults {
  items: { conversation: ConversationRow; highlights: { field: string; html: string }[]; score: number }[];
  next_cursor?: string | null;
  total: number;
  took_ms: number;
  errors: { at: number; detail: string }[];
}

export interface Contact {
  id: string;
  name: string;
  address: string;
  tier: "standard" | "priority" | "vip";
  identities: { id: string; kind: string; value: string; verified: boolean }[];
  organisation: Ref | null;
  language: string | null;
  time_zone: string | null;
  attributes: Record<string, unknown>;
  created_at: string;
  last_contact_at: string | null;
  version: number;
}

export interface Organisation extends Ref {
  domains: string[];
  attributes: Record<string, unknown>;
  contact_count: number;
  created_at: string;
  version: number;
}

export interface ContactNote {
  id: string;
  text: string;
  author: Ref;
  created_at: string;
  edited_at: string | null;
  version: number;
}

export interface AttributeDefinition {
  subject: "contact" | "organisation";
  version: number;
  key: string;
  label: string;
  kind: "text" | "number" | "date" | "choice";
  choices: string[];
}

export interface Recipients {
  to: Address[];
  cc: Address[];
  bcc: Address[];
}

export interface Draft {
  kind: "reply" | "note";
  html: string;
  recipients: Recipients;
  mailbox_id: string | null;
  attachment_ids: string[];
  mentions: string[];
}

export interface SavedDraft {
  draft: Draft;
  /** The files of the draft. */
  attachments: Attachment[];
  revision: number;
  saved_at: string;
}
