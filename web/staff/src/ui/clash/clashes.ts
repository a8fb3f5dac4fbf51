/** A field that somebody else changed while it was being edited here. */
export interface Difference {
  /** As the form names it: `name`, `imap.host`. */
  path: string;
  theirs: unknown;
  mine: unknown;
  /** Something was typed here too, so that nobody but the writer can decide. */
  touched: boolean;
}

/** A difference and what was decided about it; nothing yet when the choice is null. */
export interface Clash extends Difference {
  choice: "mine" | "theirs" | null;
}

/** The single fields of a form's values, by their paths. A list is one field. */
export function leaves(values: object, prefix = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(values)) {
    const path = prefix + key;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [inner, leaf] of leaves(value, `${path}.`)) found.set(inner, leaf);
    } else {
      found.set(path, value);
    }
  }
  return found;
}

/** Whether two values of a field mean the same: no value is no value, and a number is a number however it was typed. */
export function alike(one: unknown, other: unknown): boolean {
  return written(one) === written(other);
}

function written(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return "";
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** What somebody else changed since `base`, where it is not what stands here anyway. */
export function differences(base: object, mine: object, theirs: object): Difference[] {
  const [before, here, there] = [leaves(base), leaves(mine), leaves(theirs)];
  return [...new Set([...there.keys(), ...before.keys()])]
    .map((path) => ({
      path,
      theirs: there.get(path),
      mine: here.get(path),
      touched: !alike(here.get(path), before.get(path)),
    }))
    .filter(({ path, theirs, mine }) => !alike(theirs, before.get(path)) && !alike(theirs, mine));
}

/** Whether anything was typed since `base`. */
export function isTouched(base: object, mine: object): boolean {
  const before = leaves(base);
  return [...leaves(mine)].some(([path, value]) => !alike(value, before.get(path)));
}

/** The open clashes after another change: what was typed first stays at hand, and what was typed over must be decided anew. */
export function joined(open: readonly Clash[], found: readonly Difference[]): Clash[] {
  const fresh = found.map((each): Clash => {
    const known = open.find(({ path }) => path === each.path);
    return { ...each, mine: known ? known.mine : each.mine, choice: each.touched ? null : "theirs" };
  });
  return [...open.filter(({ path }) => !found.some((each) => each.path === path)), ...fresh];
}
