import { paths } from "@/app/paths";
import type { WallboardFigure } from "@/lib/api/schema";
import { type Unit, written } from "../figures/figure";
import { duration } from "../numbers/format";

/** A number of the wall in the words of its unit; without one nothing happened. */
export function wallNumber(
  value: number | null | undefined,
  figure: Pick<WallboardFigure, "unit" | "clock">,
  locale: string,
): string {
  return value == null ? "–" : written(value, figure.unit as Unit, locale, figure.clock);
}

/** How long the customer has waited who waits longest: it goes on while the server is away. */
export function waited(oldest: string | null | undefined, now: number, locale: string): string {
  return oldest ? duration(Math.max(0, now - Date.parse(oldest)) / 1000, locale) : "–";
}

/** The link that shows a wallboard. Browsers keep what stands behind the `#` to themselves: no log and no other site sees it. */
export function linkOf(origin: string, secret: string): string {
  return `${origin}${paths.wall}#${secret}`;
}

/** The secret in the address of the wall. */
export function secretOf(hash: string): string {
  return hash.replace(/^#/, "");
}
