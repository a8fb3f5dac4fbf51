import type { Address, Attachment } from "@/lib/api/types";

/** A new mail while it is written. */
export interface Letter {
  mailbox: string | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string;
  html: string;
  attachments: Attachment[];
}

export const emptyLetter: Letter = {
  mailbox: null,
  to: [],
  cc: [],
  bcc: [],
  subject: "",
  html: "",
  attachments: [],
};

const KEY = "qd.letter";

/** What was begun in this tab and not sent. */
export function keptLetter(): Letter {
  try {
    const kept = window.sessionStorage.getItem(KEY);
    return kept ? { ...emptyLetter, ...(JSON.parse(kept) as Partial<Letter>) } : emptyLetter;
  } catch {
    return emptyLetter;
  }
}

export function keepLetter(letter: Letter): void {
  if (letter === emptyLetter) window.sessionStorage.removeItem(KEY);
  else window.sessionStorage.setItem(KEY, JSON.stringify(letter));
}
