/** What a field is called and how its values are read. */
export interface FieldWords {
  label: string;
  text?: ((value: unknown) => string) | undefined;
}

export type WordsOf = (path: string) => FieldWords;

/** The words of fields by their paths; one unknown here is called by its path. */
export function wordsFrom(fields: Record<string, FieldWords>): WordsOf {
  return (path) => fields[path] ?? { label: path };
}

interface Choice {
  value: string;
  label: string;
}

/** Values of a list of choices by their names. */
export function named(choices: readonly Choice[]): (value: unknown) => string {
  const name = (value: unknown) => choices.find((each) => each.value === value)?.label ?? String(value);
  return (value) => (Array.isArray(value) ? value.map(name).join(", ") : name(value));
}

/** The words of formatted text. */
export function plainText(html: unknown): string {
  const page = new DOMParser().parseFromString(String(html ?? ""), "text/html");
  return page.body.textContent?.replace(/\s+/g, " ").trim() ?? "";
}
