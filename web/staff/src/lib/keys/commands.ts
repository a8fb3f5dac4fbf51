import { useEffect, useRef, useSyncExternalStore } from "react";

/** Something a person can do now: found in the palette, and by its keys when it has some. */
export interface Command {
  id: string;
  /** Already translated. */
  label: string;
  /** Already translated heading in the palette and the list of keys. */
  group: string;
  /** Alternatives, each a sequence: `["j", "arrowdown"]`, `["g i"]`. */
  keys?: string[];
  /** Words that also find it in the palette. */
  keywords?: string;
  /** Shown in the palette; movement keys are not. Default true. */
  palette?: boolean;
  /** Also works while the cursor is in a text field. Default false. */
  whileTyping?: boolean;
  run: () => void;
}

let registered: { owner: object; commands: Command[] }[] = [];
let flat: Command[] = [];
const listeners = new Set<() => void>();

function publish() {
  flat = registered.flatMap((entry) => entry.commands);
  for (const listener of listeners) listener();
}

/** Every command that can be run at this moment, the most recently mounted last. */
export function currentCommands(): readonly Command[] {
  return flat;
}

export function useCurrentCommands(): readonly Command[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentCommands);
}

/**
 * Offers commands while the component is on the screen. The list may be built anew at each rendering; `run`
 * always sees the latest values.
 */
export function useCommands(commands: Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const owner = useRef({});
  const shape = commands.map((each) => `${each.id}|${each.label}|${each.keys?.join()}`).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the commands; their `run` is read late.
  useEffect(() => {
    const self = owner.current;
    const stable = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find((each) => each.id === command.id)?.run(),
    }));
    registered = [...registered.filter((entry) => entry.owner !== self), { owner: self, commands: stable }];
    publish();
    return () => {
      registered = registered.filter((entry) => entry.owner !== self);
      publish();
    };
  }, [shape]);
}
