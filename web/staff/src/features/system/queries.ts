import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { ParkedJob } from "@/lib/api/schema";
import { endless } from "@/lib/query/endless";

export const healthQuery = queryOptions({
  queryKey: ["system", "health"],
  queryFn: () => unwrap(api.GET("/api/v1/system/health", {})),
  refetchInterval: 5_000,
  staleTime: 0,
});

export const backupsQuery = queryOptions({
  queryKey: ["system", "backups"],
  queryFn: () => unwrap(api.GET("/api/v1/system/backups", {})),
  refetchInterval: 5_000,
  staleTime: 0,
});

export const parkedJobsQuery = endless<ParkedJob>(["system", "jobs"], (cursor) =>
  unwrap(api.GET("/api/v1/system/jobs/parked", { params: { query: { cursor } } })),
);
