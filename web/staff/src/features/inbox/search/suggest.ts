/** A filter of the search language with the values that can be offered for it. */
export interface FilterWord {
  name: string;
  values: string[];
}

const FIXED: FilterWord[] = [
  { name: "status:", values: ["new", "open", "pending", "on_hold", "solved", "closed"] },
  { name: "assignee:", values: ["me", "none"] },
  { name: "priority:", values: ["urgent", "high", "normal", "low"] },
  { name: "channel:", values: ["mail", "phone", "chat", "web", "social", "in_person", "api"] },
  { name: "has:", values: ["attachment"] },
  { name: "from:", values: [] },
  { name: "to:", values: [] },
  { name: "subject:", values: [] },
  { name: "number:", values: [] },
  { name: "created>", values: [] },
  { name: "created<", values: [] },
  { name: "updated>", values: [] },
  { name: "updated<", values: [] },
];

/** All filters, with the names this house has given to tags, teams, topics and people. */
export function filterWords(names: {
  tags: string[];
  teams: string[];
  topics: string[];
  people: string[];
}): FilterWord[] {
  return [
    ...FIXED.map((word) =>
      word.name === "assignee:" ? { ...word, values: [...word.values, ...names.people] } : word,
    ),
    { name: "tag:", values: names.tags },
    { name: "team:", values: names.teams },
    { name: "topic:", values: names.topics },
  ];
}

/** The word in which the cursor stands. Quotes keep words together. */
export function wordAt(query: string, cursor: number): { start: number; text: string } {
  let start = 0;
  let quoted = false;
  for (let index = 0; index < cursor; index += 1) {
    if (query[index] === '"') quoted = !quoted;
    if (query[index] === " " && !quoted) start = index + 1;
  }
  return { start, text: query.slice(start, cursor) };
}

export interface Suggestion {
  /** What takes the place of the word at the cursor. */
  insert: string;
  /** A finished filter; otherwise a value follows. */
  complete: boolean;
}

const MOST = 8;

/** What could be meant by the word at the cursor: a filter's name, or a value of it. */
export function suggest(query: string, cursor: number, words: FilterWord[]): Suggestion[] {
  const { text } = wordAt(query, cursor);
  const minus = text.startsWith("-") ? "-" : "";
  const bare = text.slice(minus.length).toLowerCase();
  const named = words.find((word) => bare.startsWith(word.name));
  if (named) {
    const typed = bare.slice(named.name.length).replaceAll('"', "");
    return named.values
      .filter((value) => value.toLowerCase().includes(typed) && value.toLowerCase() !== typed)
      .slice(0, MOST)
      .map((value) => ({ insert: `${minus}${named.name}${quote(value)}`, complete: true }));
  }
  return words
    .filter((word) => word.name.startsWith(bare))
    .slice(0, bare ? MOST : words.length)
    .map((word) => ({ insert: `${minus}${word.name}`, complete: false }));
}

function quote(value: string): string {
  return /[\s:]/.test(value) ? `"${value}"` : value;
}

/** Puts a suggestion in the place of the word at the cursor; answers the new text and where the cursor stands then. */
export function accept(
  query: string,
  cursor: number,
  suggestion: Suggestion,
): { query: string; cursor: number } {
  const { start } = wordAt(query, cursor);
  const inserted = suggestion.insert + (suggestion.complete ? " " : "");
  const rest = query.slice(cursor).replace(/^ /, "");
  return { query: query.slice(0, start) + inserted + rest, cursor: start + inserted.length };
}
