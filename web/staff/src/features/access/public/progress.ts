import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";

/** How far the demo company is; asked again and again while it moves in. */
export const progressQuery = (pause: number) =>
  queryOptions({
    queryKey: ["access", "setup", "progress"],
    queryFn: () => unwrap(api.GET("/api/v1/access/setup/progress", {})),
    refetchInterval: (query) => (query.state.data?.state === "running" ? pause : false),
    staleTime: 0,
  });

/** Whole percents; never 100 before it is done. */
export function percentOf({ done, total }: { done: number; total: number }): number {
  return total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0;
}
