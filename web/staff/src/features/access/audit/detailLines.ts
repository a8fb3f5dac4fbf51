/** One fact of an audit entry, ready to be read. */
export interface DetailLine {
  /** The names of the facts, outer first, as they are to be read. */
  label: string;
  value: string;
  /** The innermost fact's own name, which tells how its value is to be read. */
  fact: string;
}

type NameOf = (fact: string) => string;

/** What an entry says besides who, what and when: nested facts become `outer › inner`, empty ones are left out. */
export function detailLines(
  detail: unknown,
  nameOf: NameOf = plainName,
  label = "",
  fact = "",
): DetailLine[] {
  if (detail === null || detail === undefined || detail === "") return [];
  if (Array.isArray(detail)) {
    if (detail.length === 0) return [];
    if (detail.every((each) => typeof each !== "object" || each === null)) {
      const shown = detail.map((each) => (fact === "fields" ? nameOf(String(each)) : String(each)));
      return [{ label, value: shown.join(", "), fact }];
    }
    return detail.flatMap((each, index) => detailLines(each, nameOf, join(label, String(index + 1)), fact));
  }
  if (typeof detail === "object") {
    return Object.entries(detail).flatMap(([key, value]) =>
      detailLines(value, nameOf, join(label, nameOf(key)), key),
    );
  }
  return [{ label, value: String(detail), fact }];
}

/** A fact as the server names it, readable: `team_id` → "team". */
export function plainName(fact: string): string {
  return fact.replace(/_id(s?)$/, "$1").replaceAll("_", " ");
}

function join(outer: string, inner: string): string {
  return outer ? `${outer} › ${inner}` : inner;
}
