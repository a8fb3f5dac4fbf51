import { useEffect } from "react";
import { flushSync } from "react-dom";
import { currentCommands } from "./commands";
import { isTyping, SequenceMatcher, strokeOf, strokes } from "./sequence";

/** True while a dialog or menu has the keyboard: single keys then belong to it. */
function somethingOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], [data-keys="own"]') !== null;
}

/** Listens to the keyboard for all registered commands. Mounted once, by the shell. */
export function useKeyListener(): void {
  useEffect(() => {
    const matcher = new SequenceMatcher();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
      const typing = isTyping(event.target);
      const blocked = typing || somethingOpen();
      const offers = currentCommands().flatMap((command) =>
        blocked && !command.whileTyping
          ? []
          : (command.keys ?? []).map((keys) => ({ command, keys: strokes(keys) })),
      );
      const stroke = strokeOf(event);
      // Enter and space on a button or link mean that button.
      if ((stroke === "enter" || stroke === "space") && isControl(event.target)) return;
      const match = matcher.press(
        stroke,
        event.timeStamp,
        offers.map((offer) => offer.keys),
      );
      if (match.kind === "none") return;
      event.preventDefault();
      // At once, so that the next key already meets what this one opened.
      if (match.kind === "run") flushSync(() => offers[match.index]?.command.run());
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, summary, [role=button]") !== null;
}
