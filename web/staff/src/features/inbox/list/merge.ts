import type { ConversationRow } from "@/lib/api/types";
import type { Page, Pages } from "@/lib/query/optimistic";

/**
 * Brings a loaded list up to date with a fresh first page, without asking for every page again.
 *
 * Rows that changed elsewhere are given in `changed` (fresh), or in `gone` when they left the list. Rows that the
 * fresh page pushed down stay behind it, so that the next page still joins without a gap.
 */
export function mergeFirstPage(
  pages: Pages<ConversationRow>,
  fresh: Page<ConversationRow>,
  changed: ReadonlyMap<string, ConversationRow>,
  gone: ReadonlySet<string>,
): Pages<ConversationRow> {
  const [first, ...later] = pages.pages;
  if (!first) return pages;
  const inFresh = new Set(fresh.items.map((row) => row.id));
  const keep = (row: ConversationRow) => !inFresh.has(row.id) && !gone.has(row.id);
  const renew = (row: ConversationRow) => changed.get(row.id) ?? row;
  if (fresh.next_cursor == null) {
    return { pages: [fresh], pageParams: pages.pageParams.slice(0, 1) };
  }
  const pushedDown = first.items.filter(keep).map(renew);
  return {
    ...pages,
    pages: [
      {
        items: [...fresh.items, ...pushedDown],
        next_cursor: pushedDown.length > 0 || later.length > 0 ? first.next_cursor : fresh.next_cursor,
      },
      ...later.map((page) => ({ ...page, items: page.items.filter(keep).map(renew) })),
    ],
  };
}

/** Every row once, in order. */
export function rowsOf(pages: Pages<ConversationRow> | undefined): ConversationRow[] {
  const seen = new Set<string>();
  return (pages?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((row) => !seen.has(row.id) && seen.add(row.id) !== undefined);
}
