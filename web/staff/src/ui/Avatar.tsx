import classes from "./Avatar.module.css";

const HUES = ["#3f5f95", "#8a5a2b", "#2f7a6b", "#8b4566", "#5d5aa3", "#55722f", "#a04a36", "#2d7190"];

function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

function colourOf(text: string): string {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return HUES[sum % HUES.length] ?? "#3f5f95";
}

interface Props {
  name: string;
  color?: string | null;
  size?: number;
  /** People of the house are round, customers have corners: shape tells them apart without colour. */
  kind?: "staff" | "customer";
}

/** A person in two letters. Decorative: the name stands beside it or is given by the parent. */
export function Avatar({ name, color, size = 24, kind = "staff" }: Props) {
  return (
    <span
      aria-hidden="true"
      className={classes.avatar}
      data-kind={kind}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, size * 0.4),
        background: color || colourOf(name),
      }}
      data-initials={initials(name)}
    />
  );
}
