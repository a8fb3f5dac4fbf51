/** What is asked of a table that is taken away: the same names as on the screen's own question. */
export type TableQuery = Record<string, string | number | boolean | readonly string[] | undefined>;

/** Where a whole table of a room lies; lists are given by repeating the name. */
export function tableAddress(room: "insight" | "feedback", table: string, query: object): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query as TableQuery)) {
    if (Array.isArray(value)) for (const each of value) asked.append(name, each);
    else if (value !== undefined) asked.append(name, String(value));
  }
  const text = asked.toString();
  return `/api/v1/${room}/exports/${table}${text && `?${text}`}`;
}
