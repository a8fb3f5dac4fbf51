import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { useServerWords } from "@/lib/i18n/problemWords";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import classes from "./HealthPage.module.css";
import { useName } from "./names";
import { parkedJobsQuery } from "./queries";

/** Work that gave up after many tries, with its last fault; it can be put back once the cause is mended. */
export function ParkedJobs() {
  const { t } = useTranslation("system");
  const kindName = useName("job");
  const { say } = useServerWords();
  const may = useMay("system.job.manage");
  const query = useInfiniteQuery({ ...parkedJobsQuery, enabled: may });
  const retry = useSave({
    save: (id: string) => unwrap(api.POST("/api/v1/system/jobs/{id}/retry", { params: { path: { id } } })),
    refresh: [["system"]],
    said: t("retried"),
    loud: true,
  });
  if (!may) return null;
  return (
    <Section title={t("parked")} intro={t("parkedText")}>
      <DataTable
        label={t("parked")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("failed")}
        empty={null}
        columns={[
          {
            label: t("kind"),
            render: (row) => (
              <span>
                {kindName(row.kind)}
                <span className={classes.fault}>{say(row.code, "")}</span>
                <span className={classes.error}>{row.error}</span>
              </span>
            ),
          },
          { label: t("attempts"), number: true, render: (row) => row.attempts },
          { label: t("gaveUp"), render: (row) => <Time at={row.parked_at} /> },
          {
            label: t("actions"),
            actions: true,
            render: (row) => (
              <Button
                variant="subtle"
                size="compact-sm"
                loading={retry.isPending && retry.variables === row.id}
                onClick={() => retry.mutate(row.id)}
              >
                {t("retry")}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}
