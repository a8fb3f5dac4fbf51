const WORDS = [
  // English
  /\battach(ed|ing|ment|ments)?\b/i,
  /\benclosed?\b/i,
  /\b(see|find) (the )?(file|screenshot|picture|document|pdf)s?\b/i,
  // German
  /\b(im|in der|als|siehe|den|der|die|dem) anh(a|ä)ng(e|en)?\b/i,
  /\banbei\b/i,
  /\bangeh(a|ä)ngt(e[nrs]?)?\b/i,
  /\bbeigef(ü|ue)gt(e[nrs]?)?\b/i,
  /\bbeiliegend(e[nrs]?)?\b/i,
  /\bin der anlage\b/i,
];

/** Whether a text speaks of a file that goes with it (English and German). */
export function speaksOfAttachment(text: string): boolean {
  return WORDS.some((word) => word.test(text));
}
