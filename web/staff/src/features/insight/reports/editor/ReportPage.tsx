import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { daysText } from "../../numbers/format";
import { reportQuery } from "../queries";
import classes from "../Reports.module.css";
import { StateMark } from "../ReportsPage";
import { Downloads } from "./Downloads";
import { DraftForm } from "./DraftForm";
import { Record } from "./Record";
import { SendDialog } from "./SendDialog";
import { Sendings } from "./Sendings";

const route = getRouteApi("/shell/insight/reports/$report");

/** One report: a draft is edited here, a record is read; both are saved as files and sent. */
export function ReportPage() {
  const { t } = useTranslation("insight");
  const { report: id } = route.useParams();
  const query = useQuery(reportQuery(id));
  if (query.isError && !query.data) {
    return <Failure what={t("reports.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={320} m="lg" />;
  return <Page key={query.data.id} report={query.data} />;
}

function Page({ report }: { report: Report }) {
  const { t } = useTranslation("insight");
  const may = useMay("insight.reports.manage");
  const [sending, setSending] = useState(false);
  return (
    <PageFrame
      title={report.name}
      actions={
        <>
          <Downloads report={report} />
          {may && report.state === "frozen" && (
            <Button onClick={() => setSending(true)}>{t("reports.send")}</Button>
          )}
        </>
      }
    >
      <Facts report={report} />
      {report.state === "draft" && may ? <DraftForm report={report} /> : <Record report={report} />}
      {may && report.state === "frozen" && <Sendings report={report.id} />}
      {sending && <SendDialog report={report} onClose={() => setSending(false)} />}
    </PageFrame>
  );
}

function Facts({ report }: { report: Report }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  return (
    <p className={classes.facts}>
      <StateMark state={report.state} />
      <span>{daysText({ from: report.first, to: report.last }, locale)}</span>
      <span>
        {t("reports.figuresOf")} <Time at={report.made_at} as="full" />
      </span>
      {report.frozen_at && (
        <span>
          {report.frozen_by_name
            ? t("reports.frozenBy", { name: report.frozen_by_name })
            : t("reports.frozenBySelf")}{" "}
          <Time at={report.frozen_at} as="full" />
        </span>
      )}
    </p>
  );
}
