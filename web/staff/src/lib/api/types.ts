/** The shapes of the API as the screens name them; all of them come from the server's own document. */
import type * as schema from "./schema";

export type {
  Activity,
  Address,
  Attachment,
  AttributeDefinition,
  Contact,
  ConversationRow,
  Counts,
  Delivery,
  Draft,
  Mailbox,
  Me,
  Organisation,
  Priority,
  Recipients,
  SavedDraft,
  SenderCheck,
  Status,
  Tag,
  Topic,
} from "./schema";

export type Conversation = schema.ConversationDetail;
export type Message = schema.MessageView;
export type Person = schema.PersonView;
export type SavedView = schema.View;
export type ContactNote = schema.CustomerNote;

/** Something with a name, as it is shown beside something else. */
export interface Ref {
  id: string;
  name: string;
}

/** Somebody of the house, as shown beside something else. */
export type PersonRef = schema.PersonRef;

/** A page of a list. */
export interface ListOf<T> {
  items: T[];
  next_cursor?: string | null;
}

export type SearchResults = schema.SearchAnswer;
