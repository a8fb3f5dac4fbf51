import type { Wallboard, WallboardContent } from "@/lib/api/schema";

/** What a wallboard can show of how things stand. */
export const NUMBERS = [
  "waiting",
  "longest",
  "unassigned",
  "open",
  "created_today",
  "solved_today",
  "replies_today",
] as const;

/** What may have a limit, and how many seconds or pieces one of it is: people type hours. */
export const LIMITED = { waiting: 1, longest: 3600, unassigned: 1, open: 1 } as const;

const DAY = 86_400_000;

export const LIFETIMES = ["never", "30", "90", "365"] as const;

type NumberName = (typeof NUMBERS)[number];
type Limited = keyof typeof LIMITED;

/** The form's values. */
export interface Chosen {
  name: string;
  numbers: NumberName[];
  limits: Record<Limited, number | string>;
  goals: string[];
  teams: string[];
  /** Days from now, never, or as it is. */
  lifetime: (typeof LIFETIMES)[number] | "kept";
}

const NO_LIMITS: Chosen["limits"] = { waiting: "", longest: "", unassigned: "", open: "" };

function isLimited(name: string): name is Limited {
  return name in LIMITED;
}

/** What the form begins with. */
export function chosenOf(board: Wallboard | null): Chosen {
  if (!board) {
    const numbers: NumberName[] = ["waiting", "longest", "unassigned", "solved_today"];
    return { name: "", numbers, limits: NO_LIMITS, goals: [], teams: [], lifetime: "never" };
  }
  const { name, tiles, teams = [], expires_at } = board.content;
  const limits = { ...NO_LIMITS };
  for (const tile of tiles) {
    if (tile.kind === "now" && isLimited(tile.what) && tile.at_most != null) {
      limits[tile.what] = tile.at_most / LIMITED[tile.what];
    }
  }
  return {
    name,
    limits,
    teams,
    numbers: tiles.flatMap((tile) => (tile.kind === "now" ? [tile.what] : [])),
    goals: tiles.flatMap((tile) => (tile.kind === "goal" ? [tile.goal] : [])),
    lifetime: expires_at ? "kept" : "never",
  };
}

/** What is sent of it: numbers in their order, then goals. */
export function contentFrom(values: Chosen, before: string | null, now: number): WallboardContent {
  const numbers = NUMBERS.filter((what) => values.numbers.includes(what)).map((what) => ({
    kind: "now" as const,
    what,
    at_most:
      isLimited(what) && values.limits[what] !== "" ? Number(values.limits[what]) * LIMITED[what] : null,
  }));
  return {
    name: values.name.trim(),
    tiles: [...numbers, ...values.goals.map((goal) => ({ kind: "goal" as const, goal }))],
    teams: values.teams,
    expires_at: endOf(values.lifetime, before, now),
  };
}

function endOf(lifetime: Chosen["lifetime"], before: string | null, now: number): string | null {
  if (lifetime === "kept") return before;
  return lifetime === "never" ? null : new Date(now + Number(lifetime) * DAY).toISOString();
}
