import { useSyncExternalStore } from "react";

export type Density = "compact" | "comfortable";

const KEY = "qd.density";
const listeners = new Set<() => void>();

function current(): Density {
  return document.documentElement.getAttribute("data-density") === "comfortable" ? "comfortable" : "compact";
}

export function setDensity(density: Density): void {
  document.documentElement.setAttribute("data-density", density);
  window.localStorage.setItem(KEY, density);
  for (const listener of listeners) listener();
}

/** How tightly rows are set, remembered on this device. */
export function useDensity(): Density {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
