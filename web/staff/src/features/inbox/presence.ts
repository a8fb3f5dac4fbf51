import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Presence } from "@/lib/live/connection";
import { sendLive, useLivePresence, useLiveStatus } from "@/lib/live/live";
import { useMe } from "@/lib/session/session";

export type Here = Presence["people"][number];

let present: ReadonlyMap<string, Here[]> = new Map();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Collects who is where. Mounted once, by the inbox. */
export function usePresenceFeed(): void {
  useLivePresence((message) => {
    const next = new Map(present);
    if (message.people.length === 0) next.delete(message.conversation);
    else next.set(message.conversation, message.people);
    present = next;
    for (const listener of listeners) listener();
  });
  const status = useLiveStatus();
  useEffect(() => {
    if (status === "online") return;
    // What was known about others is worth nothing without a connection.
    present = new Map();
    for (const listener of listeners) listener();
  }, [status]);
}

/** The names of colleagues in each conversation, without oneself. */
export function useEveryonePresent(): ReadonlyMap<string, string[]> {
  const me = useMe().person.id;
  const all = useSyncExternalStore(subscribe, () => present);
  return useMemo(
    () =>
      new Map(
        [...all].map(([id, people]) => [
          id,
          people.filter((each) => each.id !== me).map((each) => each.name),
        ]),
      ),
    [all, me],
  );
}

/** Colleagues who look at this conversation or write in it, without oneself. */
export function useOthersHere(conversation: string): Here[] {
  const me = useMe().person.id;
  const all = useSyncExternalStore(subscribe, () => present);
  return useMemo(
    () => (all.get(conversation) ?? []).filter((each) => each.id !== me),
    [all, conversation, me],
  );
}

const BEAT = 15_000;
const TYPING_LASTS = 6_000;

/** Tells the others that this person is here; the result is to be called at each key stroke of an answer. */
export function useBeingHere(conversation: string): () => void {
  const status = useLiveStatus();
  const [typing, setTyping] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (status !== "online") return;
    const say = () => {
      if (document.visibilityState === "visible") {
        sendLive({ type: "here", conversation, state: typing ? "typing" : "viewing" });
      }
    };
    say();
    const beat = window.setInterval(say, BEAT);
    return () => window.clearInterval(beat);
  }, [conversation, status, typing]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each conversation that is left
  useEffect(
    () => () => {
      sendLive({ type: "here", conversation: null, state: "viewing" });
      window.clearTimeout(timer.current);
    },
    [conversation],
  );
  return useMemo(
    () => () => {
      setTyping(true);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => setTyping(false), TYPING_LASTS);
    },
    [],
  );
}
