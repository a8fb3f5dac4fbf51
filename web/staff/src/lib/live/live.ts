import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { browserConnection, type LiveEvent, type LiveStatus, type Presence } from "./connection";

const connection = browserConnection();

/** Events come in bursts; one look at the server answers them all. */
const GATHER = 400;

/** Keeps the connection open while somebody is signed in, and the caches right after an interruption. Mounted once. */
export function useLiveConnection(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let helloSeen = false;
    const startedAt = Date.now();
    const rooms = new Set<string>();
    let timer: number | undefined;
    const renewRooms = () => {
      timer = undefined;
      for (const room of rooms) void queries.invalidateQueries({ queryKey: [room] });
      rooms.clear();
    };
    const stopListening = connection.onMessage((message) => {
      if (message.type === "event") {
        // The inbox keeps its own lists true, row by row; the other rooms are small enough to be asked again.
        const room = message.name.split(".")[0] ?? "";
        if (room !== "inbox") rooms.add(room);
        if (rooms.size > 0) timer ??= window.setTimeout(renewRooms, GATHER);
      }
      if (message.type === "reset") void queries.invalidateQueries();
      if (message.type === "hello" && !helloSeen) {
        helloSeen = true;
        // What was fetched before the first hello may have missed an event in between.
        const helloAt = Date.now();
        if (helloAt - startedAt > 2_000) void queries.invalidateQueries();
      }
    });
    const hurry = () => connection.retryNow();
    window.addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    connection.start();
    return () => {
      window.removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
      window.clearTimeout(timer);
      stopListening();
      connection.stop();
    };
  }, [queries]);
}

/** Calls back for every event whose name begins with `prefix` ("inbox."). */
export function useLiveEvents(prefix: string, onEvent: (event: LiveEvent) => void): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  useEffect(
    () =>
      connection.onMessage((message) => {
        if (message.type === "event" && message.name.startsWith(prefix)) latest.current(message);
      }),
    [prefix],
  );
}

export function useLivePresence(onPresence: (presence: Presence) => void): void {
  const latest = useRef(onPresence);
  latest.current = onPresence;
  useEffect(
    () =>
      connection.onMessage((message) => {
        if (message.type === "presence") latest.current(message);
      }),
    [],
  );
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    (listener) => connection.onStatus(listener),
    () => connection.status,
  );
}

export function sendLive(message: unknown): void {
  connection.send(message);
}

export function retryLive(): void {
  connection.retryNow();
}
