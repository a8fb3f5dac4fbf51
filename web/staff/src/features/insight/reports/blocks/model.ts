/** What stands in a report, as the server's documents say it. Durations are microseconds, shares 0 to 1. */
export type Cell =
  | { cell: "nothing" }
  | { cell: "text"; value: string }
  | { cell: "count"; value: number }
  | { cell: "number"; value: number[] }
  | { cell: "share"; value: number }
  | { cell: "duration"; value: number }
  | { cell: "money"; value: [number, string] }
  | { cell: "day"; value: string };

export type Judged = "good" | "bad" | "neutral";
export type ChartUnit = "count" | "share" | "duration" | "number";

export interface ReportCard {
  name: string;
  value: Cell;
  before: Cell;
  target: Cell;
  mark: Judged;
  note: string;
  link?: string | null;
}

export interface ReportChart {
  title: string;
  shape: "line" | "bars" | "lying";
  unit: ChartUnit;
  labels: string[];
  series: { name: string; values: (number | null)[] }[];
  target?: number | null;
  note: string;
}

export interface ReportTable {
  caption: string;
  columns: { name: string; align: "left" | "right" }[];
  rows: Cell[][];
  note: string;
}

export type Block =
  | { block: "heading"; level: number; text: string }
  | { block: "paragraph"; text: string }
  | { block: "lead"; text: string }
  | { block: "points"; points: { text: string; link?: string | null }[] }
  | { block: "cards"; cards: ReportCard[] }
  | ({ block: "chart" } & ReportChart)
  | ({ block: "table" } & ReportTable)
  | { block: "quotes"; quotes: { text: string; source: string; link?: string | null }[] };
