import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { strokes } from "@/lib/keys/sequence";

const MAC = /Mac|iPhone|iPad/.test(window.navigator.platform);
const NAMES: Record<string, string> = {
  mod: MAC ? "⌘" : "Ctrl",
  shift: "⇧",
  alt: MAC ? "⌥" : "Alt",
  enter: "↵",
  escape: "Esc",
  arrowdown: "↓",
  arrowup: "↑",
};

function cap(stroke: string): string {
  return stroke
    .split("+")
    .map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}

/** Keys as they are drawn on the keyboard. */
export function KeyCaps({ keys }: { keys: string[] }) {
  const { t } = useTranslation("app");
  return (
    <>
      {keys.map((sequence, index) => (
        <Fragment key={sequence}>
          {index > 0 && ` ${t("or")} `}
          {strokes(sequence).map((stroke, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same key may be struck twice
            <Fragment key={position}>
              {position > 0 && " "}
              <kbd>{cap(stroke)}</kbd>
            </Fragment>
          ))}
        </Fragment>
      ))}
    </>
  );
}
