import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import { Failure } from "@/ui/Failure";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { calendarQuery } from "../queries";
import { BusinessTime } from "./BusinessTime";
import { CalendarForm } from "./CalendarForm";
import { OpenState } from "./OpenState";

const route = getRouteApi("/shell/administration/working-hours/$calendar");

/** One calendar: when the department works by it. */
export function CalendarPage() {
  const { t } = useTranslation("service_levels");
  const { calendar: id } = route.useParams();
  const query = useQuery(calendarQuery(id));
  const calendar = query.data;
  const gone = query.isError && Problem.from(query.error).status === 404;
  return (
    <PageFrame title={calendar?.name ?? t("one")}>
      {query.isError && (
        <Failure
          what={gone ? t("gone") : t("oneFailed")}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton height={400} maw={640} />}
      {calendar && !gone && (
        <>
          <p style={{ display: "flex", gap: 16, flexWrap: "wrap" }}>
            <OpenState calendar={calendar} />
            {calendar.default && <Mark tone="info">{t("department")}</Mark>}
          </p>
          <CalendarForm key={calendar.id} calendar={calendar} />
          <BusinessTime key={`${calendar.id} ${calendar.time_zone}`} calendar={calendar} />
        </>
      )}
    </PageFrame>
  );
}
