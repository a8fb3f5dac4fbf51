import type { Command } from "@/lib/keys/commands";

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How well a command fits: words in order beat scattered letters; 0 is no fit. */
export function fitness(text: string, query: string): number {
  const where = fold(text);
  const what = fold(query).trim();
  if (!what) return 1;
  if (where.startsWith(what)) return 100;
  if (where.split(/\s+/).some((word) => word.startsWith(what))) return 80;
  const words = what.split(/\s+/);
  if (words.every((word) => where.split(/\s+/).some((each) => each.startsWith(word)))) return 60;
  if (where.includes(what)) return 40;
  let position = 0;
  for (const letter of what.replaceAll(" ", "")) {
    position = where.indexOf(letter, position) + 1;
    if (position === 0) return 0;
  }
  return 10;
}

/** The commands that fit, best first; a later registration replaces an earlier one of the same id. */
export function matchCommands(commands: readonly Command[], query: string): Command[] {
  const byId = new Map<string, Command>();
  for (const command of commands) if (command.palette !== false) byId.set(command.id, command);
  return [...byId.values()]
    .map((command) => ({
      command,
      fit: Math.max(
        fitness(command.label, query),
        fitness(`${command.group} ${command.keywords ?? ""}`, query) / 2,
      ),
    }))
    .filter(({ fit }) => fit >= 5)
    .sort((a, b) => b.fit - a.fit)
    .map(({ command }) => command);
}
