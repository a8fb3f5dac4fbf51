import { describe, expect, it } from "vitest";
import type { Health } from "@/lib/api/schema";
import { concernsOf } from "./concerns";

const now = Date.parse("2026-03-02T09:00:00Z");
const well: Health = {
  version: "0.1.0",
  database: "sqlite",
  disk_writable: true,
  consumers: [{ name: "send replies by mail", behind: 0, parked: 0, moved_at: "2026-03-01T00:00:00Z" }],
  jobs: [],
  parked_jobs: 0,
  audit_waiting: 0,
  mailboxes: [],
};
const consumer = (behind: number, parked: number, moved_at: string) => ({
  ...well,
  consumers: [{ name: "x", behind, parked, moved_at }],
});

describe("what is not well", () => {
  it("is nothing when everything moves, however long ago the last event was", () => {
    expect(concernsOf(well, now)).toEqual([]);
  });

  it("is not a consumer that catches up", () => {
    expect(concernsOf(consumer(4000, 0, "2026-03-02T08:59:50Z"), now)).toEqual([]);
    expect(concernsOf(consumer(1, 0, "2026-03-02T08:58:00Z"), now)).toEqual(["behind"]);
  });

  it("is a mailbox that stopped, not one that is late", () => {
    const mailbox = { id: "mbox_1", name: "Support", last_fetch_at: null, stopped_since: null };
    expect(concernsOf({ ...well, mailboxes: [{ ...mailbox, health: "late" }] }, now)).toEqual([]);
    expect(concernsOf({ ...well, mailboxes: [{ ...mailbox, health: "stopped" }] }, now)).toEqual([
      "mailboxes",
    ]);
  });

  it("is a full disk, jobs that gave up, events that fail", () => {
    const ill = { ...consumer(0, 2, "2026-03-02T09:00:00Z"), disk_writable: false, parked_jobs: 1 };
    expect(concernsOf(ill, now)).toEqual(["disk", "parked_jobs", "stuck"]);
  });
});
