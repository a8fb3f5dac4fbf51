/** Adds or takes away one row; with `through` everything between the last touched row and this one. */
export function toggled(
  selected: ReadonlySet<string>,
  order: readonly string[],
  id: string,
  last: string | null,
  through: boolean,
): Set<string> {
  const next = new Set(selected);
  const from = last === null ? -1 : order.indexOf(last);
  const to = order.indexOf(id);
  if (!through || from < 0 || to < 0) {
    if (!next.delete(id)) next.add(id);
    return next;
  }
  for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
  return next;
}

/** The row `step` places away from `current`; the first when there is none, null at an end. */
export function neighbour(order: readonly string[], current: string | null, step: 1 | -1): string | null {
  if (current === null) return order[0] ?? null;
  const index = order.indexOf(current);
  if (index < 0) return order[0] ?? null;
  return order[index + step] ?? null;
}
