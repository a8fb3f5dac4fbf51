import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useMe } from "@/lib/session/session";
import { messagesOf, newerThan } from "../conversation/timeline";
import { messagesQuery } from "../queries";

/**
 * Messages that came in since the answer was begun. Sending stops until the writer has seen them: `seen` is the newest
 * message the answer knows of.
 */
export function useNewer(conversation: string) {
  const me = useMe().person.id;
  const data = useInfiniteQuery(messagesQuery(conversation)).data;
  const all = useMemo(() => messagesOf(data), [data]);
  const newest = all.at(-1)?.id ?? null;
  const [seen, setSeen] = useState<string | null>(newest);
  useEffect(() => {
    if (seen === null && newest !== null) setSeen(newest);
  }, [seen, newest]);
  const messages = useMemo(
    () => newerThan(all, seen).filter((message) => message.kind !== "note" && message.author.id !== me),
    [all, seen, me],
  );
  return {
    messages,
    /** What the server is told: everything is known that is not in `messages`. */
    seen: messages.length > 0 ? seen : newest,
    read: () => setSeen(newest),
  };
}
