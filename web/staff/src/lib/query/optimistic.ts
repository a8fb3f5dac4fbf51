import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** Puts everything back that a patch changed. */
export type Rollback = () => void;

/**
 * Changes cached data before the server has answered. Every query whose key begins with `key` is given to `update`;
 * returning the same object leaves it alone. Requests under way for those keys are cancelled, so that an older answer
 * cannot overwrite the patch. Call the result when the server refuses.
 */
export async function patchQueries<T>(
  client: QueryClient,
  key: QueryKey,
  update: (data: T) => T,
): Promise<Rollback> {
  await client.cancelQueries({ queryKey: key, predicate: (query) => query.state.data !== undefined });
  const before: [QueryKey, unknown][] = [];
  for (const [queryKey, data] of client.getQueriesData<T>({ queryKey: key })) {
    if (data === undefined) continue;
    const next = update(data);
    if (next === data) continue;
    before.push([queryKey, data]);
    client.setQueryData(queryKey, next);
  }
  return () => {
    for (const [queryKey, data] of before) client.setQueryData(queryKey, data);
  };
}

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface Pages<T> {
  pages: Page<T>[];
  pageParams: unknown[];
}

/** Changes rows of an infinite list; the list itself is only renewed when a row was. */
export function patchRows<T>(pages: Pages<T>, update: (row: T) => T): Pages<T> {
  let changed = false;
  const next = pages.pages.map((page) => {
    let pageChanged = false;
    const items = page.items.map((row) => {
      const updated = update(row);
      if (updated !== row) pageChanged = true;
      return updated;
    });
    if (!pageChanged) return page;
    changed = true;
    return { ...page, items };
  });
  return changed ? { ...pages, pages: next } : pages;
}
