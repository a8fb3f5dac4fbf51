/** One fact of an audit entry, ready to be read. */
export interface DetailLine {
  label: string;
  value: string;
}

/** What an entry says besides who, what and when: nested facts become `outer › inner`, empty ones are left out. */
export function detailLines(detail: unknown, label = ""): DetailLine[] {
  if (detail === null || detail === undefined || detail === "") return [];
  if (Array.isArray(detail)) {
    if (detail.length === 0) return [];
    if (detail.every((each) => typeof each !== "object" || each === null)) {
      return [{ label, value: detail.map(String).join(", ") }];
    }
    return detail.flatMap((each, index) => detailLines(each, join(label, String(index + 1))));
  }
  if (typeof detail === "object") {
    return Object.entries(detail).flatMap(([key, value]) => detailLines(value, join(label, readable(key))));
  }
  return [{ label, value: String(detail) }];
}

function readable(key: string): string {
  return key.replace(/_id(s?)$/, "$1").replaceAll("_", " ");
}

function join(outer: string, inner: string): string {
  return outer ? `${outer} › ${inner}` : inner;
}
