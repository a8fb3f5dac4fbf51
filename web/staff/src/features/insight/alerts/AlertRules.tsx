import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { AlertRule } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark, type Tone } from "@/ui/Mark";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { RowButtons } from "../goals/GoalsPage";
import { useMeasureText } from "../measures/useMeasureText";
import { alertRulesQuery } from "../queries";
import { AlertCalls } from "./AlertCalls";
import { AlertRuleDialog } from "./AlertRuleDialog";

const TONES: Record<AlertRule["state"], Tone> = {
  new: "quiet",
  normal: "good",
  alarmed: "danger",
  too_few: "quiet",
};

/** Which figures are watched, and what is normal for them. */
export function AlertRules() {
  const { t } = useTranslation("insight");
  const { nameOf } = useMeasureText();
  const query = useInfiniteQuery(alertRulesQuery);
  const [edited, setEdited] = useState<AlertRule | "new" | null>(null);
  const [told, setTold] = useState<AlertRule | null>(null);
  const [removed, setRemoved] = useState<AlertRule | null>(null);
  const remove = useSave({
    save: (id: string) =>
      unwrap(api.DELETE("/api/v1/insight/alert-rules/{id}", { params: { path: { id } } })),
    refresh: [["insight", "alert-rules"]],
    said: t("rule.removed"),
    onDone: () => setRemoved(null),
  });
  const add = (
    <Button variant="default" onClick={() => setEdited("new")}>
      {t("rule.new")}
    </Button>
  );
  return (
    <Section title={t("rule.title")} intro={t("rule.intro")} actions={add}>
      <DataTable
        label={t("rule.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("rule.failed")}
        empty={<Empty title={t("rule.none")}>{t("rule.noneText")}</Empty>}
        columns={[
          { label: t("goal.name"), render: (row) => <strong>{row.content.name}</strong> },
          { label: t("measure.figure"), render: (row) => nameOf(row.content.measure) },
          { label: t("rule.normal"), render: (row) => <Normal rule={row} /> },
          {
            label: t("actions.standing"),
            render: (row) =>
              row.content.active ? (
                <Mark tone={TONES[row.state]}>{t(`rule.state.${row.state}`)}</Mark>
              ) : (
                <Mark tone="quiet">{t("rule.resting")}</Mark>
              ),
          },
          {
            label: t("goals.actions"),
            actions: true,
            render: (row) => (
              <>
                {row.webhook_host && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t("rule.callsOf", { name: row.content.name })}
                    onClick={() => setTold(row)}
                  >
                    {t("rule.calls")}
                  </Button>
                )}
                <RowButtons row={row} onEdit={() => setEdited(row)} onRemove={() => setRemoved(row)} />
              </>
            ),
          },
        ]}
      />
      {edited && <AlertRuleDialog rule={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      {told && <AlertCalls rule={told} onClose={() => setTold(null)} />}
      {removed && (
        <Confirm
          title={t("rule.removeTitle", { name: removed.content.name })}
          text={t("rule.removeText")}
          action={t("goal.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </Section>
  );
}

function Normal({ rule }: { rule: AlertRule }) {
  const { t } = useTranslation("insight");
  const { write } = useMeasureText();
  const { watch, measure } = rule.content;
  if (watch.kind !== "band") return <>{t(`rule.is.${watch.kind}`, { count: watch.baseline })}</>;
  const [low, high] = [watch.low, watch.high].map((value) => write(measure, value));
  const which = watch.low == null ? "below" : watch.high == null ? "above" : "between";
  return <>{t(`rule.is.${which}`, { low, high })}</>;
}
