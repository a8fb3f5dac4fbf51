import { useSyncExternalStore } from "react";

const TICK = 20_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = window.setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, TICK);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The current instant in milliseconds; one timer for the whole page renews it every 20 seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
