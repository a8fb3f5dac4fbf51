import type { SurveyFigure, SurveyKind } from "@/lib/api/schema";

/** The scores that can be given, lowest first; as the server has them. */
export const SCALES: Record<SurveyKind, readonly number[]> = {
  csat: [1, 2, 3, 4, 5],
  happiness: [1, 2, 3],
  nps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  ces: [1, 2, 3, 4, 5, 6, 7],
};

/** How the figure of a kind is written: a share in percent, a balance without a sign of percent, a mean with one digit. */
export function figureText(kind: SurveyKind, value: number, locale: string): string {
  if (kind === "csat") return percentText(value, locale);
  const digits = kind === "ces" ? 1 : 0;
  // A balance of almost nothing is 0, not −0.
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  })
    .format(value)
    .replace("-", "−");
}

export function percentText(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(value);
}

/** Both ends of an interval in the words of its figure. */
export function ends(figure: SurveyFigure, write: (value: number) => string): { low: string; high: string } {
  return { low: write(figure.low), high: write(figure.high) };
}
