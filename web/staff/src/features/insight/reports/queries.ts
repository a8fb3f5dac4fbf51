import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { operations, ReportHead, ReportPlan, ReportState } from "@/lib/api/schema";
import type { ListOf } from "@/lib/api/types";
import { endless } from "@/lib/query/endless";
import { reportOf } from "./report";

/** A report sent to somebody, and what became of it. */
export type ReportSending =
  operations["report_sendings_list"]["responses"][200]["content"]["application/json"]["items"][number];

/** Everything of reports; a change of one may show in the lists too. */
export const REPORTS = ["insight", "reports"];
export const PLANS = ["insight", "report-plans"];

export const reportsQuery = (state: ReportState | undefined) =>
  endless<ReportHead>([...REPORTS, "list", state], (cursor) =>
    unwrap<ListOf<ReportHead>>(
      api.GET("/api/v1/insight/reports", { params: { query: { state, limit: 50, cursor } } }),
    ),
  );

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: [...REPORTS, "one", id],
    queryFn: () => reportOf(api.GET("/api/v1/insight/reports/{id}", { params: { path: { id } } })),
  });

const UNDER_WAY = 2_000;

/** To whom a report was sent; asked again while one of them is on its way. */
export const sendingsQuery = (id: string) =>
  queryOptions({
    queryKey: [...REPORTS, "sendings", id],
    queryFn: () =>
      unwrap<ListOf<ReportSending>>(
        api.GET("/api/v1/insight/reports/{id}/sendings", { params: { path: { id } } }),
      ),
    select: (list) => list.items,
    refetchInterval: ({ state: { data } }) =>
      data?.items.some((each) => !each.sent_at && each.state !== "failed") ? UNDER_WAY : false,
  });

export const plansQuery = endless<ReportPlan>([...PLANS, "list"], (cursor) =>
  unwrap<ListOf<ReportPlan>>(
    api.GET("/api/v1/insight/report-plans", { params: { query: { limit: 50, cursor } } }),
  ),
);

/** The plans that one can choose from: all of them, for there are few. */
export const planChoicesQuery = queryOptions({
  queryKey: [...PLANS, "choice"],
  queryFn: () =>
    unwrap<ListOf<ReportPlan>>(
      api.GET("/api/v1/insight/report-plans", { params: { query: { limit: 200 } } }),
    ),
  select: (list) => list.items,
});

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: [...PLANS, "one", id],
    queryFn: () =>
      unwrap<ReportPlan>(api.GET("/api/v1/insight/report-plans/{id}", { params: { path: { id } } })),
  });
