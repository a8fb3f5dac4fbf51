import { describe, expect, it } from "vitest";
import { Problem } from "@/lib/api/problem";
import { DraftSaver, type SaveState } from "./draftSaver";

function setUp() {
  const states: SaveState[] = [];
  const requests: {
    draft: string;
    revision: number;
    answer: (revision: number) => void;
    refuse: (error: Error) => void;
  }[] = [];
  let timer: (() => void) | null = null;
  const saver = new DraftSaver<string>({
    revision: 3,
    save: (draft, revision) =>
      new Promise((answer, refuse) => {
        requests.push({ draft, revision, answer, refuse });
      }),
    onState: (state) => states.push(state),
    later: (run) => {
      timer = run;
      return () => {
        timer = null;
      };
    },
  });
  const tick = () => {
    const run = timer;
    timer = null;
    run?.();
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { saver, states, requests, tick, settle };
}

describe("draft saver", () => {
  it("saves the last of several quick edits, once", async () => {
    const { saver, states, requests, tick, settle } = setUp();
    saver.edit("H");
    saver.edit("He");
    tick();
    expect(requests.map((each) => [each.draft, each.revision])).toEqual([["He", 3]]);
    requests[0]?.answer(4);
    await settle();
    expect(states).toEqual(["dirty", "saving", "saved"]);
  });

  it("never has two requests under way, and uses the newest revision", async () => {
    const { saver, requests, tick, settle } = setUp();
    saver.edit("one");
    tick();
    saver.edit("two");
    tick();
    expect(requests).toHaveLength(1);
    requests[0]?.answer(4);
    await settle();
    tick();
    expect(requests[1]).toMatchObject({ draft: "two", revision: 4 });
  });

  it("keeps what could not be saved and tries again", async () => {
    const { saver, requests, states, tick, settle } = setUp();
    saver.edit("text");
    tick();
    requests[0]?.refuse(new Problem(0, "network", ""));
    await settle();
    expect(states.at(-1)).toBe("failed");
    tick();
    expect(requests[1]?.draft).toBe("text");
  });

  it("stops when another window saved something newer", async () => {
    const { saver, requests, states, tick, settle } = setUp();
    saver.edit("text");
    tick();
    requests[0]?.refuse(new Problem(409, "inbox.draft_changed", ""));
    await settle();
    saver.edit("more");
    tick();
    expect(states.at(-1)).toBe("conflict");
    expect(requests).toHaveLength(1);
  });

  it("waits at stop for the request under way, so that it cannot bring a sent draft back", async () => {
    const { saver, requests, tick, settle } = setUp();
    saver.edit("text");
    tick();
    let stopped = false;
    const stop = saver.stop().then(() => {
      stopped = true;
    });
    await settle();
    expect(stopped).toBe(false);
    requests[0]?.answer(4);
    await stop;
    saver.edit("late");
    tick();
    expect(requests).toHaveLength(1);
  });
});
