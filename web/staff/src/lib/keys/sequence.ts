/** `g i` → ["g", "i"]; `mod+k`, `shift+enter` are single strokes. `mod` is Ctrl, or Cmd on a Mac. */
export function strokes(keys: string): string[] {
  return keys.toLowerCase().split(" ").filter(Boolean);
}

type Stroke = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The name of a pressed key in the notation of `strokes`. Shift is only named for keys without a shifted sign. */
export function strokeOf(event: Stroke): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  const letter = /^[a-z]$/.test(key);
  if (event.shiftKey && (key.length > 1 || letter)) parts.push("shift");
  parts.push(key);
  return parts.join("+");
}

/** What a stroke led to: a finished sequence, the beginning of one, or nothing. */
export type Match = { kind: "run"; index: number } | { kind: "wait" } | { kind: "none" };

const PATIENCE = 1200;

/**
 * Recognises sequences of strokes. Later bindings win over earlier ones, so that what is on top of the screen
 * can take a key over from what lies below it.
 */
export class SequenceMatcher {
  private pressed: string[] = [];
  private last = 0;

  press(stroke: string, at: number, bindings: readonly string[][]): Match {
    if (at - this.last > PATIENCE) this.pressed = [];
    this.last = at;
    this.pressed.push(stroke);
    const found = this.find(bindings);
    if (found.kind !== "none" || this.pressed.length === 1) {
      if (found.kind !== "wait") this.pressed = [];
      return found;
    }
    // `g` followed by a stranger: the stranger counts as a new beginning.
    this.pressed = [stroke];
    const again = this.find(bindings);
    if (again.kind !== "wait") this.pressed = [];
    return again;
  }

  reset(): void {
    this.pressed = [];
  }

  private find(bindings: readonly string[][]): Match {
    let waiting = false;
    for (let index = bindings.length - 1; index >= 0; index -= 1) {
      const wanted = bindings[index] ?? [];
      const agrees = this.pressed.every((stroke, position) => wanted[position] === stroke);
      if (!agrees || wanted.length < this.pressed.length) continue;
      if (wanted.length === this.pressed.length) return { kind: "run", index };
      waiting = true;
    }
    return waiting ? { kind: "wait" } : { kind: "none" };
  }
}

/** Single keys must not fire while somebody writes; strokes with a modifier may. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
