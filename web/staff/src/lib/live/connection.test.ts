import { describe, expect, it } from "vitest";
import { LiveConnection, type LiveMessage, type Socket } from "./connection";

class FakeSocket implements Socket {
  sent: unknown[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly path: string) {}

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closed = true;
  }

  says(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const retries: { run: () => void; after: number }[] = [];
  const connection = new LiveConnection({
    open: (path) => {
      const socket = new FakeSocket(path);
      sockets.push(socket);
      return socket;
    },
    later: (run, after) => {
      const retry = { run, after };
      retries.push(retry);
      return () => retries.splice(retries.indexOf(retry), 1);
    },
    random: () => 0.5,
  });
  const heard: LiveMessage[] = [];
  connection.onMessage((message) => heard.push(message));
  connection.start();
  const newest = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  };
  return { connection, sockets, retries, heard, newest };
}

const event = (cursor: string) => ({
  type: "event",
  cursor,
  name: "inbox.x",
  thing: "conv_1",
  at: "",
  by: null,
  facts: {},
});

describe("live connection", () => {
  it("begins without a cursor and resumes after the last event it has read", () => {
    const { newest, retries } = setUp();
    expect(newest().path).toBe("/api/v1/live");
    newest().onopen?.();
    newest().says({ type: "hello", cursor: "10" });
    newest().says(event("11"));
    newest().says(event("12/a"));
    newest().onclose?.({ code: 1006 });
    retries[0]?.run();
    expect(newest().path).toBe("/api/v1/live?from=12%2Fa");
  });

  it("waits longer after each failure, and starts over once it was connected", () => {
    const { newest, retries } = setUp();
    const delays = [0, 1, 2].map(() => {
      newest().onclose?.({ code: 1006 });
      const retry = retries.pop();
      retry?.run();
      return retry?.after;
    });
    expect(delays).toEqual([500, 1000, 2000]);
    newest().onopen?.();
    newest().onclose?.({ code: 1006 });
    expect(retries.at(-1)?.after).toBe(500);
  });

  it("never waits longer than a quarter of a minute by much", () => {
    const { newest, retries } = setUp();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      newest().onclose?.({ code: 1006 });
      retries.pop()?.run();
    }
    newest().onclose?.({ code: 1006 });
    expect(retries.at(-1)?.after).toBeLessThanOrEqual(18_750);
  });

  it("passes a reset on and then begins anew", () => {
    const { newest, retries, heard } = setUp();
    newest().onopen?.();
    newest().says(event("5"));
    newest().says({ type: "reset" });
    expect(heard.at(-1)).toEqual({ type: "reset" });
    newest().onclose?.({ code: 1012 });
    retries[0]?.run();
    expect(newest().path).toBe("/api/v1/live");
  });

  it("hears nothing more of a connection it has given up", () => {
    const { newest, retries, sockets, heard } = setUp();
    newest().onopen?.();
    newest().onclose?.({ code: 1006 });
    retries[0]?.run();
    sockets[0]?.says(event("99"));
    expect(heard).toEqual([]);
  });

  it("stays away after stop", () => {
    const { connection, newest, retries, sockets } = setUp();
    newest().onopen?.();
    const first = newest();
    connection.stop();
    expect(first.closed).toBe(true);
    first.onclose?.({ code: 1000 });
    expect(retries).toEqual([]);
    expect(sockets).toHaveLength(1);
  });

  it("survives a message it cannot read", () => {
    const { newest, heard } = setUp();
    newest().onopen?.();
    newest().onmessage?.({ data: "not json" });
    newest().says(event("1"));
    expect(heard).toHaveLength(1);
  });
});
