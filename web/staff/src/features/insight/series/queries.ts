import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { NewSeriesValue, Series } from "@/lib/api/schema";
import type { ListOf } from "@/lib/api/types";
import { endless } from "@/lib/query/endless";

/** All series of numbers from elsewhere. */
export const seriesQuery = queryOptions({
  queryKey: ["insight", "series"],
  queryFn: () => unwrap<ListOf<Series>>(api.GET("/api/v1/insight/series")),
  select: (list) => list.items,
});

export const seriesValuesQuery = (code: string) =>
  endless<NewSeriesValue>(["insight", "series", code], (cursor) =>
    unwrap<ListOf<NewSeriesValue>>(
      api.GET("/api/v1/insight/series/{code}/values", {
        params: { path: { code }, query: { limit: 50, cursor } },
      }),
    ),
  );
