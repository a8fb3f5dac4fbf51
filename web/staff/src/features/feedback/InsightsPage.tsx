import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SharedInsight, SharedInsightState } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark, type Tone } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { ExportLink } from "./ExportLink";
import classes from "./Feedback.module.css";
import { InsightEditor } from "./InsightEditor";
import { insightsQuery, peopleQuery } from "./queries";
import { Tabs } from "./Tabs";

const route = getRouteApi("/shell/surveys/insights");

const TONES: Record<SharedInsightState, Tone> = {
  shared: "warn",
  accepted: "info",
  done: "good",
  declined: "quiet",
};

/** What customers taught us, told to other departments, and what came of it. */
export function InsightsPage() {
  const { t } = useTranslation("feedback");
  const query = useInfiniteQuery(insightsQuery);
  const people = useQuery(peopleQuery).data?.items ?? [];
  const mayShare = useMay("feedback.insight.share");
  const { insight: wanted } = route.useSearch();
  const [edited, setEdited] = useState<SharedInsight | "new" | null>(null);
  return (
    <PageFrame
      title={t("insights.title")}
      intro={t("insights.intro")}
      actions={
        <>
          <ExportLink table="insights" />
          {mayShare && (
            <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
              {t("insights.new")}
            </Button>
          )}
        </>
      }
    >
      <Tabs />
      {wanted && query.data && (
        <Sent insight={query.data.pages.flatMap((page) => page.items).find((each) => each.id === wanted)} />
      )}
      <DataTable
        label={t("insights.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("insights.failed")}
        empty={<Empty title={t("insights.none")}>{t("insights.noneText")}</Empty>}
        columns={[
          {
            label: t("insights.name"),
            render: (row) => (
              <>
                <strong>{row.title}</strong> <span className={classes.quiet}>{row.text}</span>
              </>
            ),
          },
          {
            label: t("insights.department"),
            render: (row) => (
              <>
                {row.department} <span className={classes.quiet}>{row.address}</span>
              </>
            ),
          },
          {
            label: t("insights.owner"),
            render: (row) => people.find((person) => person.id === row.owner)?.name ?? "–",
          },
          {
            label: t("insights.state"),
            render: (row) => <Mark tone={TONES[row.state]}>{t(`insights.states.${row.state}`)}</Mark>,
          },
          {
            label: t("insights.due"),
            render: (row) => (row.due_at ? <Time at={row.due_at} /> : "–"),
          },
          { label: t("insights.outcome"), render: (row) => row.outcome },
          ...(mayShare
            ? [
                {
                  label: t("actions"),
                  actions: true,
                  render: (row: SharedInsight) => (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={t("insights.editOf", { name: row.title })}
                      onClick={() => setEdited(row)}
                    >
                      {t("insights.edit")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {edited && (
        <InsightEditor
          insight={edited === "new" ? null : edited}
          theme={null}
          onClose={() => setEdited(null)}
        />
      )}
    </PageFrame>
  );
}

/** The insight that a letter led to. */
function Sent({ insight }: { insight: SharedInsight | undefined }) {
  const { t } = useTranslation("feedback");
  if (!insight) return <p className={classes.note}>{t("insights.notHere")}</p>;
  return (
    <section className={classes.note} aria-label={t("insights.sent")}>
      <p>
        <strong>{insight.title}</strong>{" "}
        <Mark tone={TONES[insight.state]}>{t(`insights.states.${insight.state}`)}</Mark>
      </p>
      <p className={classes.comment}>{insight.text}</p>
      {insight.outcome && <p className={classes.comment}>{insight.outcome}</p>}
    </section>
  );
}
