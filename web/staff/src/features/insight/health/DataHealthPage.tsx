import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExclusionReason, InsightHealth } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { DataTable } from "@/ui/DataTable";
import { Failure } from "@/ui/Failure";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import classes from "../live/Live.module.css";
import { dataHealthQuery } from "../queries";
import { ExcludedList } from "./ExcludedList";

/** Whether the figures can be trusted at the moment: how far behind they are, and what is left out of which. */
export function DataHealthPage() {
  const { t } = useTranslation("insight");
  const query = useQuery(dataHealthQuery);
  return (
    <PageFrame title={t("health.title")} intro={t("health.intro")}>
      {query.isPending && <Skeleton height={240} />}
      {query.isError && !query.data && (
        <Failure what={t("health.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && <Content health={query.data} query={query} />}
    </PageFrame>
  );
}

function Content({ health, query }: { health: InsightHealth; query: Parameters<typeof onePage>[0] }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const [listed, setListed] = useState<ExclusionReason | null>(null);
  const upToDate = health.behind === 0 && health.parked === 0;
  return (
    <>
      <div role="status" className={classes.fresh}>
        <Mark tone={upToDate ? "good" : health.parked > 0 ? "danger" : "warn"}>
          {upToDate
            ? t("health.upToDate")
            : health.parked > 0
              ? t("health.parked", { count: health.parked, shown: count(health.parked, locale) })
              : t("health.behind", { count: health.behind ?? 0, shown: count(health.behind ?? 0, locale) })}
        </Mark>{" "}
        {health.moved_at && (
          <>
            {t("health.moved")} <Time at={health.moved_at} as="full" />
          </>
        )}
      </div>
      <dl className={classes.numbers}>
        <div>
          <dt>{t("health.conversations")}</dt>
          <dd>{count(health.conversations, locale)}</dd>
        </div>
        <div>
          <dt>{t("health.missing")}</dt>
          <dd>{count(health.numbers_missing, locale)}</dd>
        </div>
      </dl>
      {health.first_at && health.last_at && (
        <p>
          {t("health.from")} <Time at={health.first_at} as="full" /> {t("health.to")}{" "}
          <Time at={health.last_at} as="full" />.{" "}
          {t(health.rollups_ready ? "health.rollupsReady" : "health.rollupsBuilding")}
        </p>
      )}
      <Section title={t("health.exclusions")} intro={t("health.exclusionsText")}>
        <DataTable
          label={t("health.exclusions")}
          query={onePage(query, health.exclusions)}
          keyOf={(row) => row.reason}
          failure=""
          empty={null}
          columns={[
            { label: t("health.reason"), render: (row) => t(`health.why.${row.reason}`) },
            {
              label: t("live.count"),
              number: true,
              render: (row) =>
                row.count === 0 ? (
                  count(row.count, locale)
                ) : (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t("health.list", { reason: t(`health.why.${row.reason}`) })}
                    onClick={() => setListed(row.reason)}
                  >
                    {count(row.count, locale)}
                  </Button>
                ),
            },
          ]}
        />
      </Section>
      {listed && <ExcludedList reason={listed} onClose={() => setListed(null)} />}
    </>
  );
}
