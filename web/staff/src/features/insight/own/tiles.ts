import type { DashboardElement } from "@/lib/api/schema";

/** How a tile can show its figure here. */
export const SHOWS = ["figure", "trend", "bars"] as const;
export type Show = (typeof SHOWS)[number];

/** One element of a dashboard while it is on the screen. */
export interface Tile {
  /** Unique on its dashboard, and only on the screen. */
  id: string;
  kind: DashboardElement["kind"];
  metric: string;
  /** What the figure is divided by, for bars. */
  by: string;
}

const COLUMNS = 12;
const SIZES: Partial<Record<DashboardElement["kind"], { width: number; height: number }>> = {
  figure: { width: 3, height: 2 },
};
const LARGE = { width: 6, height: 4 };

/** Tiles in the order in which their elements are read: row by row. */
export function tilesOf(elements: readonly DashboardElement[]): Tile[] {
  return [...elements]
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .map((element, index) => ({
      id: `tile-${index}`,
      kind: element.kind,
      metric: element.metrics?.[0] ?? "",
      by: element.by?.[0] ?? "",
    }));
}

/** Tiles laid out row by row on the twelve columns of the server's grid. */
export function elementsOf(tiles: readonly Tile[]): DashboardElement[] {
  let [x, y, tallest] = [0, 0, 0];
  return tiles.map(({ kind, metric, by }) => {
    const { width, height } = SIZES[kind] ?? LARGE;
    if (x + width > COLUMNS) [x, y, tallest] = [0, y + tallest, 0];
    const place = { x, y };
    x += width;
    tallest = Math.max(tallest, height);
    return {
      kind,
      metrics: metric ? [metric] : [],
      by: by ? [by] : [],
      ...place,
      width,
      height,
      text: "",
    };
  });
}
