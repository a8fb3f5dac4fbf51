import { isEmptyHtml, type Writing } from "./draft";
import { speaksOfAttachment } from "./forgotten";

/** Why an answer does not go out yet. */
export type Objection = "nothing" | "noRecipient" | "forgotten";

interface Circumstances {
  /** The text without its marks. */
  text: string;
  /** What stood there before anybody wrote: a signature alone says nothing. */
  untouched: string | null;
  byMail: boolean;
  /** The writer has been asked about the attachment already. */
  sure: boolean;
}

/** What speaks against sending; null when nothing does. */
export function objection(
  writing: Writing,
  { text, untouched, byMail, sure }: Circumstances,
): Objection | null {
  const { kind, html, to, cc, bcc, attachments } = writing;
  if ((isEmptyHtml(html) || html === untouched) && attachments.length === 0) return "nothing";
  if (kind === "reply" && byMail && to.length + cc.length + bcc.length === 0) return "noRecipient";
  if (!sure && attachments.length === 0 && speaksOfAttachment(text)) return "forgotten";
  return null;
}
