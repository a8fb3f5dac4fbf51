import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { FigureAlert } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { ActionDialog } from "../actions/ActionDialog";
import classes from "../actions/Actions.module.css";
import { searchOf } from "../measures/measure";
import { useMeasureText } from "../measures/useMeasureText";
import { ExportLink } from "../numbers/ExportLink";
import { alertsQuery } from "../queries";
import { AlertRules } from "./AlertRules";

const STATES = ["open", "acknowledged", "closed"] as const;

/** Figures that are not normal, who looks after them, and what is watched. */
export function AlertsPage() {
  const { t } = useTranslation("insight");
  const [state, setState] = useState<(typeof STATES)[number]>("open");
  const maySet = useMay("insight.settings.manage");
  return (
    <PageFrame title={t("alerts.title")} intro={t("alerts.intro")} wide>
      <SegmentedControl
        mb="md"
        size="xs"
        aria-label={t("alerts.which")}
        data={STATES.map((value) => ({ value, label: t(`alerts.state.${value}`) }))}
        value={state}
        onChange={(value) => setState(value as typeof state)}
      />
      <Alerts state={state} />
      <ExportLink table="alerts" query={{ state }} />
      {maySet && <AlertRules />}
    </PageFrame>
  );
}

function Alerts({ state }: { state: FigureAlert["state"] }) {
  const { t } = useTranslation("insight");
  const { nameOf } = useMeasureText();
  const query = useInfiniteQuery(alertsQuery(state));
  const [answered, setAnswered] = useState<FigureAlert | null>(null);
  const may = useMay("insight.actions.manage");
  return (
    <>
      <DataTable
        label={t("alerts.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("alerts.failed")}
        empty={<Empty title={t(`alerts.none.${state}`)} />}
        columns={[
          { label: t("alerts.name"), render: (row) => <strong>{row.name}</strong> },
          {
            label: t("measure.figure"),
            render: (row) => (
              <Link
                to={paths.figure}
                params={{ metric: row.measure.metric }}
                search={searchOf(row.measure, row.finding)}
                className={classes.title}
              >
                {nameOf(row.measure)}
              </Link>
            ),
          },
          { label: t("alerts.finding"), render: (row) => <Finding alert={row} /> },
          { label: t("alerts.since"), render: (row) => <Time at={row.opened_at} as="full" /> },
          ...(may
            ? [
                {
                  label: t("goals.actions"),
                  actions: true,
                  render: (row: FigureAlert) => <Answers alert={row} onAction={() => setAnswered(row)} />,
                },
              ]
            : []),
        ]}
      />
      {answered && (
        <ActionDialog
          measure={answered.measure}
          before={{ from: answered.finding.from, to: answered.finding.to }}
          value={answered.finding.reading.value ?? null}
          origin={{ kind: "alert", id: answered.id }}
          onClose={() => setAnswered(null)}
        />
      )}
    </>
  );
}

function Finding({ alert }: { alert: FigureAlert }) {
  const { t } = useTranslation("insight");
  const { write } = useMeasureText();
  const { finding, measure } = alert;
  const value = write(measure, finding.reading.value);
  const limit = write(measure, finding.reason === "below" ? finding.low : finding.high);
  return <>{t(`alerts.reason.${finding.reason}`, { value, limit })}</>;
}

function Answers({ alert, onAction }: { alert: FigureAlert; onAction: () => void }) {
  const { t } = useTranslation("insight");
  const acknowledge = useSave({
    save: () =>
      unwrap(
        api.POST("/api/v1/insight/alerts/{id}/acknowledge", {
          params: { path: { id: alert.id } },
          body: { version: alert.version },
        }),
      ),
    refresh: [["insight", "alerts"]],
    said: t("alerts.acknowledged"),
    loud: true,
  });
  if (alert.action_id) {
    return (
      <Link to={paths.action} params={{ action: alert.action_id }} search={true}>
        {t("alerts.toAction")}
      </Link>
    );
  }
  if (alert.state === "closed") return null;
  return (
    <>
      {alert.state === "open" && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={acknowledge.isPending}
          aria-label={t("alerts.acknowledgeOf", { name: alert.name })}
          onClick={() => acknowledge.mutate()}
        >
          {t("alerts.acknowledge")}
        </Button>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t("alerts.actionOf", { name: alert.name })}
        onClick={onAction}
      >
        {t("action.create")}
      </Button>
    </>
  );
}
