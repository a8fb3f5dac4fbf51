/** What is asked of a table that is taken away: the same names as on the screen's own question. */
export type ExportQuery = Record<string, string | readonly string[] | undefined>;

/** Where a whole table lies; lists are given by repeating the name. */
export function exportAddress(table: string, query: object): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query as ExportQuery)) {
    for (const each of typeof value === "string" ? [value] : (value ?? [])) asked.append(name, each);
  }
  const text = asked.toString();
  return `/api/v1/insight/exports/${table}${text && `?${text}`}`;
}
