import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";

export const calendarKeys = {
  /** Everything of this feature. */
  all: ["service_levels"],
  list: ["service_levels", "calendars"],
} as const;

/** All calendars, the department's first. Whether one is open changes by itself, so it is asked again every minute. */
export const calendarsQuery = queryOptions({
  queryKey: calendarKeys.list,
  queryFn: () => unwrap(api.GET("/api/v1/service_levels/calendars", {})),
  refetchInterval: 60_000,
});

export const calendarQuery = (id: string) =>
  queryOptions({
    queryKey: [...calendarKeys.list, id],
    queryFn: () => unwrap(api.GET("/api/v1/service_levels/calendars/{id}", { params: { path: { id } } })),
    refetchInterval: 60_000,
  });

/** The business time between two instants, by a version of a calendar. */
export const businessTimeQuery = (id: string, version: number, from: string, to: string) =>
  queryOptions({
    queryKey: [...calendarKeys.list, id, "business_time", version, from, to],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/service_levels/calendars/{id}/business_time", {
          params: { path: { id }, query: { from, to } },
        }),
      ),
  });
