import { useSyncExternalStore } from "react";

/** What the server stores in is in trouble; the words are the shell's. */
export const TROUBLES = ["disk_full", "read_only", "disk_trouble", "database_lost"] as const;
export type Trouble = (typeof TROUBLES)[number];

const PREFIX = "platform.";
const LOOK_AGAIN = 3_000;

let trouble: Trouble | null = null;
const listeners = new Set<() => void>();

function set(next: Trouble | null): void {
  if (trouble === next) return;
  trouble = next;
  for (const listener of listeners) listener();
}

async function troubleOf(response: Response): Promise<Trouble | null> {
  const body: unknown = await response.json().catch(() => null);
  const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : "";
  return TROUBLES.find((known) => code === PREFIX + known) ?? null;
}

/** Remembers the trouble that an answer tells of, and asks the server until it is over. */
export async function noteTrouble(response: Response): Promise<void> {
  const found = await troubleOf(response);
  if (found === null) return;
  const asking = trouble !== null;
  set(found);
  if (!asking) window.setTimeout(() => void lookAgain(), LOOK_AGAIN);
}

async function lookAgain(): Promise<void> {
  const answer = await fetch("/readyz", { credentials: "same-origin" }).catch(() => null);
  // Not reached at all is another banner's matter: this one stays until the server says how it is.
  if (answer !== null) set(answer.ok ? null : ((await troubleOf(answer)) ?? trouble));
  if (trouble !== null) window.setTimeout(() => void lookAgain(), LOOK_AGAIN);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The trouble the server is in, until it is over. */
export function useTrouble(): Trouble | null {
  return useSyncExternalStore(subscribe, () => trouble);
}

/** The same for whoever draws nothing. */
export function currentTrouble(): Trouble | null {
  return trouble;
}
