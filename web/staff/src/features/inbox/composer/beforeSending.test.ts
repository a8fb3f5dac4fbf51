import { describe, expect, it } from "vitest";
import { objection } from "./beforeSending";
import type { Writing } from "./draft";

const anna = { address: "anna@x.org", name: "Anna" };
const letter: Writing = {
  kind: "reply",
  html: "<p>Hello</p>",
  to: [anna],
  cc: [],
  bcc: [],
  mailbox: "mbox_1",
  mentions: [],
  attachments: [],
};
const file = {
  id: "att_1",
  name: "a",
  media_type: "x/y",
  size: 1,
  inline: false,
  url: "/a",
  preview_url: null,
};
const usual = { text: "Hello", untouched: null, byMail: true, sure: false };

describe("what speaks against sending", () => {
  it("is nothing in an ordinary answer", () => {
    expect(objection(letter, usual)).toBeNull();
  });

  it("is an empty text, also one with only a signature, but not a file alone", () => {
    const signature = "<p></p><p>Clara</p>";
    expect(objection({ ...letter, html: "<p> </p>" }, usual)).toBe("nothing");
    expect(objection({ ...letter, html: signature }, { ...usual, untouched: signature })).toBe("nothing");
    expect(objection({ ...letter, html: "", attachments: [file] }, usual)).toBeNull();
  });

  it("is a mail to nobody; a note and an answer by the API go to nobody", () => {
    const nobody = { ...letter, to: [] };
    expect(objection(nobody, usual)).toBe("noRecipient");
    expect(objection({ ...nobody, bcc: [anna] }, usual)).toBeNull();
    expect(objection({ ...nobody, kind: "note" }, usual)).toBeNull();
    expect(objection(nobody, { ...usual, byMail: false })).toBeNull();
  });

  it("is a promised file that is not there, asked about once", () => {
    const words = { ...usual, text: "The label is attached" };
    expect(objection(letter, words)).toBe("forgotten");
    expect(objection(letter, { ...words, sure: true })).toBeNull();
    expect(objection({ ...letter, attachments: [file] }, words)).toBeNull();
  });
});
