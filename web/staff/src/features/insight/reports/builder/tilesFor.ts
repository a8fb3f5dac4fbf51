import type { ReportElement } from "@/lib/api/schema";
import type { Tile } from "../../own/tiles";

/** The tiles of a dashboard that show what an element of a report shows. */
export function tilesFor(element: ReportElement): Omit<Tile, "id">[] {
  switch (element.what) {
    case "figures":
      return element.metrics.map((metric) => ({ kind: "figure", metric, by: "" }));
    case "trend":
      return [{ kind: "trend", metric: element.metric, by: "" }];
    case "parts":
      return element.metrics.map((metric) => ({ kind: "bars", metric, by: element.by }));
    default:
      return [];
  }
}
