import type { Language } from "./i18n";

let words: Readonly<Record<string, string>> = {};

/** Fetches the words for the server's refusals; in English the server's own sentences stand. */
export async function loadProblemWords(language: Language): Promise<void> {
  words = language === "de" ? (await import("./problems.de.json")).default : {};
}

/** The sentence for a stable code in the reader's language; the server's own when there is none. */
export function problemWords(code: string, sentence: string): string {
  return words[code] ?? sentence;
}
