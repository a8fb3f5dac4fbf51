import { describe, expect, it } from "vitest";
import type { Activity, Message } from "@/lib/api/types";
import { messagesOf, newerThan, timeline } from "./timeline";

const message = (id: string, at: string) => ({ id, at: `2026-01-01T${at}:00Z` }) as Message;
const activity = (what: string, at: string) => ({ what, at: `2026-01-01T${at}:00Z` }) as Activity;
const shape = (entries: ReturnType<typeof timeline>) =>
  entries.map((entry) =>
    entry.kind === "message" ? entry.key : entry.activities.map((each) => each.what).join("+"),
  );

describe("the thread", () => {
  const messages = [message("m1", "09:00"), message("m2", "11:00")];

  it("folds what happened between two messages into one line", () => {
    const activities = [activity("x", "09:10"), activity("y", "09:20"), activity("z", "12:00")];
    expect(shape(timeline(messages, activities, true))).toEqual(["m1", "x+y", "m2", "z"]);
  });

  it("leaves out what belongs to messages that are not loaded", () => {
    const activities = [activity("early", "08:00"), activity("late", "10:00")];
    expect(shape(timeline(messages, activities, false))).toEqual(["m1", "late", "m2"]);
    expect(shape(timeline(messages, activities, true))).toEqual(["early", "m1", "late", "m2"]);
  });

  it("turns pages, newest first, into one order", () => {
    const pages = {
      pages: [
        { items: [message("c", "03:00"), message("d", "04:00")] },
        { items: [message("a", "01:00"), message("c", "03:00")] },
      ],
      pageParams: [],
    };
    expect(messagesOf(pages).map((each) => each.id)).toEqual(["a", "c", "d"]);
  });

  it("knows what came in after the message an answer was written to", () => {
    expect(newerThan(messages, "m1").map((each) => each.id)).toEqual(["m2"]);
    expect(newerThan(messages, "m2")).toEqual([]);
    expect(newerThan(messages, null)).toEqual([]);
  });
});
