import type { Activity, Message } from "@/lib/api/types";
import type { Pages } from "@/lib/query/optimistic";

export type Entry =
  | { kind: "message"; key: string; message: Message }
  | { kind: "activities"; key: string; activities: Activity[] };

/** Loaded messages, oldest first. The server gives the newest page first, each page oldest to newest. */
export function messagesOf(pages: Pages<Message> | undefined): Message[] {
  const seen = new Set<string>();
  return [...(pages?.pages ?? [])]
    .reverse()
    .flatMap((page) => page.items)
    .filter((message) => !seen.has(message.id) && seen.add(message.id) !== undefined);
}

/**
 * Messages and what happened between them, oldest first. Neighbouring activities are one entry. While older messages
 * are not loaded, activities before the first loaded one are left out: they belong to a part that is not shown.
 */
export function timeline(messages: Message[], activities: Activity[], complete: boolean): Entry[] {
  const first = messages[0]?.at ?? "";
  const quiet = activities.filter((activity) => complete || activity.at >= first);
  const all = [
    ...messages.map((message) => ({ at: Date.parse(message.at), message, activity: null })),
    ...quiet.map((activity) => ({ at: Date.parse(activity.at), message: null, activity })),
  ].sort((a, b) => a.at - b.at || rank(a) - rank(b));
  const entries: Entry[] = [];
  for (const each of all) {
    if (each.message) {
      entries.push({ kind: "message", key: each.message.id, message: each.message });
      continue;
    }
    const last = entries.at(-1);
    if (last?.kind === "activities") last.activities.push(each.activity);
    else
      entries.push({ kind: "activities", key: `activity-${each.activity.id}`, activities: [each.activity] });
  }
  return entries;
}

/** At the same instant: the beginning, then what was written, then what it changed. */
function rank({ message, activity }: { message: Message | null; activity: Activity | null }): number {
  if (message) return 1;
  return activity?.what === "opened" ? 0 : 2;
}

/** Messages of others that are newer than the one an answer was written to. */
export function newerThan(messages: Message[], seen: string | null): Message[] {
  const index = messages.findIndex((message) => message.id === seen);
  return index < 0 ? [] : messages.slice(index + 1);
}
