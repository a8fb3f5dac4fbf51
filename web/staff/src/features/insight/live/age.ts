/** After so long without an answer numbers are called old. */
const OLD = 30_000;

/** Whether numbers are there, whether they still show how things stand, and whether all is in them. */
export function ageOf(
  readAt: number,
  now: number,
  failing: boolean,
  counting = false,
): "none" | "fresh" | "counting" | "old" {
  if (readAt === 0) return "none";
  if (failing || now - readAt > OLD) return "old";
  return counting ? "counting" : "fresh";
}
