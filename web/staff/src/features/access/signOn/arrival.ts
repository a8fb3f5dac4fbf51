/**
 * What stood in the address when the page was loaded. The router reads values as JSON and would make another one of a code that
 * looks like a number; this is read before it begins.
 */
const QUERY = new URLSearchParams(window.location.search);

/** What a provider sends people back with. */
export interface Arrival {
  state: string | null;
  code: string | null;
  error: string | null;
  /** Who says that it sends them; not every provider does. */
  iss: string | null;
}

export function arrival(query: URLSearchParams = QUERY): Arrival {
  const [state = null, code = null, error = null, iss = null] = ["state", "code", "error", "iss"].map(
    (name) => query.get(name),
  );
  return { state, code, error, iss };
}
