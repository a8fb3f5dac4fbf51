import { describe, expect, it } from "vitest";
import { speaksOfAttachment } from "./forgotten";

describe("words that promise a file", () => {
  it.each([
    "Please find the label attached.",
    "I am attaching the invoice",
    "See the attachment for details",
    "Enclosed you find the form",
    "Please see the screenshot",
    "Im Anhang finden Sie das Etikett",
    "Die Rechnung ist angehängt",
    "Anbei die Anleitung",
    "das beigefügte Formular",
    "Sie finden es in der Anlage",
  ])("are heard in: %s", (text) => {
    expect(speaksOfAttachment(text)).toBe(true);
  });

  it.each([
    "Thank you, we will look into it.",
    "The motor is out of order.",
    "Wir hängen die Kette wieder ein.",
    "Der Radanhänger ist lieferbar.",
    "He is a very detached person",
  ])("are not heard in: %s", (text) => {
    expect(speaksOfAttachment(text)).toBe(false);
  });
});
