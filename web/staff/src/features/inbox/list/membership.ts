import type { ConversationRow } from "@/lib/api/types";
import type { Filters } from "./filters";

const OPEN = new Set(["new", "open", "pending", "on_hold"]);

/**
 * Whether a conversation belongs to a list, as far as the browser can tell; null when only the server knows
 * (mentions, saved views).
 */
export function belongs(row: ConversationRow, view: string, filters: Filters, me: string): boolean | null {
  if (filters.status && row.status !== filters.status) return false;
  if (filters.priority && row.priority !== filters.priority) return false;
  if (filters.tag && !row.tags.includes(filters.tag)) return false;
  if (filters.topic && row.topic?.id !== filters.topic) return false;
  if (filters.assignee && row.assignee?.id !== filters.assignee) return false;
  const open = OPEN.has(row.status) || filters.status !== undefined;
  if (view === "mine") return open && row.assignee?.id === me;
  if (view === "unassigned") return open && row.assignee === null;
  if (view.startsWith("team:")) return open && row.team?.id === view.slice("team:".length);
  if (view === "waiting") return open && row.waiting_since !== null;
  if (view === "all") return open;
  if (view === "solved") return !OPEN.has(row.status);
  return null;
}
