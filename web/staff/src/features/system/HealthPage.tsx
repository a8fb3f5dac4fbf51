import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Health } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { count, fileSize } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { DataTable } from "@/ui/DataTable";
import { Failure } from "@/ui/Failure";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { Backups } from "./Backups";
import { concernsOf } from "./concerns";
import classes from "./HealthPage.module.css";
import { useName } from "./names";
import { ParkedJobs } from "./ParkedJobs";
import { healthQuery } from "./queries";

/** Whether the installation runs, at a glance; below, the figures behind it. Renewed every few seconds. */
export function HealthPage() {
  const { t } = useTranslation("system");
  const followerName = useName("follower");
  const kindName = useName("job");
  const query = useQuery(healthQuery);
  const health = query.data;
  return (
    <PageFrame title={t("title")}>
      {query.isError && !health && (
        <Failure what={t("failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton height={240} />}
      {health && (
        <>
          <Verdict health={health} />
          <Facts health={health} />
          {health.parked_jobs > 0 && <ParkedJobs />}
          <Backups />
          <Section title={t("consumers")} intro={t("consumersText")}>
            <DataTable
              label={t("consumers")}
              query={onePage(query, health.consumers)}
              keyOf={(row) => row.name}
              failure={t("failed")}
              empty={null}
              columns={[
                { label: t("consumer"), render: (row) => followerName(row.name) },
                { label: t("behind"), number: true, render: (row) => <Figure value={row.behind} /> },
                { label: t("failing"), number: true, render: (row) => <Figure value={row.parked} bad /> },
                { label: t("moved"), render: (row) => <Time at={row.moved_at} /> },
              ]}
            />
          </Section>
          <Section title={t("jobs")} intro={t("jobsText")}>
            <DataTable
              label={t("jobs")}
              query={onePage(query, health.jobs)}
              keyOf={(row) => row.kind}
              failure={t("failed")}
              empty={<p>{t("noJobs")}</p>}
              columns={[
                { label: t("kind"), render: (row) => kindName(row.kind) },
                { label: t("waiting"), number: true, render: (row) => <Figure value={row.waiting} /> },
                { label: t("due"), render: (row) => <Time at={row.due_at} as="full" /> },
              ]}
            />
          </Section>
        </>
      )}
    </PageFrame>
  );
}

function Verdict({ health }: { health: Health }) {
  const { t } = useTranslation("system");
  const concerns = concernsOf(health, useNow());
  return (
    <div role="status" className={classes.verdict}>
      {concerns.length === 0 ? (
        <Mark tone="good">{t("well")}</Mark>
      ) : (
        <ul>
          {concerns.map((concern) => (
            <li key={concern}>
              <Mark tone="danger">{t(`concern.${concern}`)}</Mark>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Facts({ health }: { health: Health }) {
  const { t } = useTranslation("system");
  const { locale } = useReading();
  const facts = [
    [t("version"), health.version],
    [t("database"), health.database === "sqlite" ? "SQLite" : "PostgreSQL"],
    ...(typeof health.database_bytes === "number"
      ? [[t("size"), fileSize(health.database_bytes, locale)]]
      : []),
    [t("disk"), t(health.disk_writable ? "diskFine" : "diskFull")],
    [t("sealing"), count(health.audit_waiting, locale)],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Figure({ value, bad }: { value: number; bad?: boolean }) {
  const { locale } = useReading();
  return (
    <span className={classes.figure} data-bad={(bad && value > 0) || undefined}>
      {count(value, locale)}
    </span>
  );
}
