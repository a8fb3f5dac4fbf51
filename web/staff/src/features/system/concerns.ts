import type { Health } from "@/lib/api/schema";

/** What needs somebody, by name; the page has the words. */
export type Concern = "disk" | "parked_jobs" | "stuck" | "behind" | "mailboxes";

const PATIENCE = 60_000;

/** What is not well. A consumer that is behind is no concern as long as it moves. */
export function concernsOf(health: Health, now: number): Concern[] {
  const concerns: Concern[] = [];
  if (!health.disk_writable) concerns.push("disk");
  if (health.parked_jobs > 0) concerns.push("parked_jobs");
  if (health.consumers.some((each) => each.parked > 0)) concerns.push("stuck");
  if (health.consumers.some((each) => each.behind > 0 && now - Date.parse(each.moved_at) > PATIENCE)) {
    concerns.push("behind");
  }
  if (health.mailboxes.some((each) => each.health === "stopped")) concerns.push("mailboxes");
  return concerns;
}
