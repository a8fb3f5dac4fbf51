import type { Command } from "@/lib/keys/commands";
import { fitness } from "@/lib/keys/fitness";

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
    .filter(({ fit }) => fit >= 10)
    .sort((a, b) => b.fit - a.fit)
    .map(({ command }) => command);
}
