/** Does something once the browser has nothing better to do: fetching what will soon be wanted. */
export function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(work, { timeout: 3_000 });
  else globalThis.setTimeout(work, 1_000);
}
