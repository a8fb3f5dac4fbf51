import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { currentTrouble, noteTrouble } from "./trouble";

const refusal = (code: string) => new Response(JSON.stringify({ code }), { status: 503 });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("trouble is shown until the server is ready again, and may change its name meanwhile", async () => {
  const answers = [refusal("platform.disk_full"), refusal("platform.read_only"), new Response("ready")];
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("fetch", () => Promise.resolve(answers.shift()));
  await noteTrouble(refusal("platform.disk_full"));
  expect(currentTrouble()).toBe("disk_full");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(currentTrouble()).toBe("disk_full");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(currentTrouble()).toBe("read_only");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(currentTrouble()).toBeNull();
  expect(answers).toHaveLength(0);
});

test("a server that is only busy is no trouble of the store", async () => {
  await noteTrouble(refusal("platform.busy"));
  await noteTrouble(new Response("proxy", { status: 503 }));
  expect(currentTrouble()).toBeNull();
});
