/** How numbers and days are written in a report: in its own language, whatever the reader's is. */
export function localeOf(language: "en" | "de"): string {
  return language === "de" ? "de-DE" : "en-GB";
}
