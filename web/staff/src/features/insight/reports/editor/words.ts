import type { Report } from "@/lib/api/schema";

/** What of a report somebody writes, as a form has it: each section by its key, so that two writers meet field by field. */
export interface ReportWords {
  name: string;
  order: string[];
  heading: Record<string, string>;
  text: Record<string, string>;
  hidden: Record<string, boolean>;
}

export function wordsOf({ name, sections }: Pick<Report, "name" | "sections">): ReportWords {
  const by = <T>(read: (section: Report["sections"][number]) => T) =>
    Object.fromEntries(sections.map((section) => [section.key, read(section)]));
  return {
    name,
    order: sections.map((section) => section.key),
    heading: by((section) => section.heading),
    text: by((section) => section.text),
    hidden: by((section) => section.hidden),
  };
}

/** The sections in the order and with the words of the form. */
export function sectionsOf({ order, heading, text, hidden }: ReportWords) {
  return order.map((key) => ({
    key,
    heading: heading[key] ?? "",
    text: text[key] ?? "",
    hidden: hidden[key] ?? false,
  }));
}

/** Whether what the data say now is not what is printed. */
export function differs(text: string, written: string): boolean {
  return written.trim() !== "" && text.trim() !== written.trim();
}
