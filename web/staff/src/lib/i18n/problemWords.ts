import { useSyncExternalStore } from "react";
import type { Language } from "./i18n";

type Words = Readonly<Record<string, string>>;
type Params = Readonly<Record<string, string>>;

const NONE: Words = {};
let words = NONE;
const listeners = new Set<() => void>();

/** Fetches the words for what the server says; in English the server's own sentences stand. */
export async function loadProblemWords(language: Language): Promise<void> {
  words = language === "de" ? (await import("./problems.de.json")).default : NONE;
  for (const listener of listeners) listener();
}

/** The sentence for a stable code in the reader's language; the server's own when there is none. */
export function problemWords(code: string, sentence: string, params: Params = {}): string {
  return say(words, code, sentence, params);
}

function say(known: Words, code: string, sentence: string, params: Params): string {
  const pattern = known[code];
  if (pattern === undefined) return sentence;
  let complete = true;
  const said = pattern.replace(/{(\w+)}/g, (_, place: string) => {
    complete &&= place in params;
    return params[place] ?? "";
  });
  return complete ? said : sentence;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The same for what is shown as it is read: it is said anew when the words arrive or the language changes. */
export function useServerWords() {
  const known = useSyncExternalStore(subscribe, () => words);
  return {
    /** Whether the server's own sentences are to be said in other words at all. */
    needed: known !== NONE,
    say: (code: string, sentence: string, params: Params = {}) => say(known, code, sentence, params),
  };
}
