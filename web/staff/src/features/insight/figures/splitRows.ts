import { type Figure, shownOf } from "./figure";
import type { Line } from "./useFigures";

/** A part of a division with its figures by metric. */
export interface Row {
  part: string;
  name: string;
  figures: ReadonlyMap<string, Figure>;
}

export interface Sort {
  /** A metric, or "name". */
  column: string;
  down: boolean;
}

/** What the metrics say of each part, together. */
export function rowsOf(
  metrics: readonly string[],
  figures: ReadonlyMap<string, readonly Line[]>,
  nameOf: (part: string) => string,
): Row[] {
  const rows = new Map<string, Map<string, Figure>>();
  for (const metric of metrics) {
    for (const line of figures.get(metric) ?? []) {
      const part = line.parts[0] ?? "";
      const row = rows.get(part) ?? new Map<string, Figure>();
      row.set(metric, line.figure);
      rows.set(part, row);
    }
  }
  return [...rows].map(([part, of]) => ({ part, name: nameOf(part), figures: of }));
}

/**
 * Rows in order. Those without a value come last, whichever way; with `fair` those of small samples stand after the
 * others by name, for chance alone would put them at the ends.
 */
export function sorted(rows: readonly Row[], sort: Sort, locale: string, fair: boolean): Row[] {
  const byName = (a: Row, b: Row) =>
    Number(a.part === "") - Number(b.part === "") || a.name.localeCompare(b.name, locale);
  if (sort.column === "name") return [...rows].sort((a, b) => (sort.down ? byName(b, a) : byName(a, b)));
  const place = (row: Row): number | null => {
    const figure = row.figures.get(sort.column);
    return !figure || (fair && figure.small) ? null : shownOf(figure);
  };
  return [...rows].sort((a, b) => {
    const [one, two] = [place(a), place(b)];
    if (one === null || two === null) return Number(one === null) - Number(two === null) || byName(a, b);
    return (sort.down ? two - one : one - two) || byName(a, b);
  });
}
