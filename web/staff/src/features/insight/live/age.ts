/** After so long without an answer numbers are called old. */
const OLD = 30_000;

/** Whether numbers are there, and whether they still show how things stand. */
export function ageOf(readAt: number, now: number, failing: boolean): "none" | "fresh" | "old" {
  if (readAt === 0) return "none";
  return failing || now - readAt > OLD ? "old" : "fresh";
}
