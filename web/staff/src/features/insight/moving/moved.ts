/** The list with one item at another place; places beyond the ends are the ends. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  const taken = next.splice(from, 1);
  next.splice(Math.min(Math.max(to, 0), next.length), 0, ...taken);
  return next;
}
