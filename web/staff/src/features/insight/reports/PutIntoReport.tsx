import { Button, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { ReportElement, ReportPlan } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useFilter } from "../filter/useFilter";
import { blank } from "./builder/elements";
import { blankPlan } from "./packs";
import { PLANS, planChoicesQuery } from "./queries";

const WAYS = ["figures", "trend", "parts", "why"] as const;
type Way = (typeof WAYS)[number];
const NEW = "new";

/** A figure's way into a report that is told again and again. */
export function PutIntoReport({ metric }: { metric: string }) {
  const { t } = useTranslation("insight");
  const may = useMay("insight.reports.manage");
  const [opened, setOpened] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button variant="subtle" onClick={() => setOpened(true)}>
        {t("put.title")}
      </Button>
      {opened && <PutDialog metric={metric} onClose={() => setOpened(false)} />}
    </>
  );
}

function PutDialog({ metric, onClose }: { metric: string; onClose: () => void }) {
  const { t, i18n } = useTranslation("insight");
  const navigate = useNavigate();
  const { filter } = useFilter();
  const plans = (useQuery(planChoicesQuery).data ?? []).filter((plan) => plan.content.kind === "built");
  const form = useForm({
    initialValues: { plan: plans[0]?.id ?? NEW, name: "", way: "trend" as Way },
    validate: {
      name: (name, { plan }) => (plan === NEW && name.trim() === "" ? t("pin.nameMissing") : null),
    },
  });
  const save = useSave({
    save: ({ plan: id, name, way }: typeof form.values, key) => {
      const element = elementOf(way, metric, filter);
      const plan = plans.find((each) => each.id === id);
      if (plan) {
        const content = { ...plan.content, elements: [...(plan.content.elements ?? []), element] };
        return unwrap<ReportPlan>(
          api.PUT("/api/v1/insight/report-plans/{id}", {
            params: { path: { id } },
            body: { content, version: plan.version },
          }),
        );
      }
      const language = i18n.language === "de" ? "de" : "en";
      return unwrap<ReportPlan>(
        api.POST("/api/v1/insight/report-plans", {
          headers: { "Idempotency-Key": key },
          body: { ...blankPlan(name.trim(), "built", "month", language), elements: [element] },
        }),
      );
    },
    refresh: [PLANS],
    form,
    said: t("put.done"),
    onDone: (plan) => void navigate({ to: paths.reportPlan, params: { plan: plan.id }, search: {} as never }),
  });
  return (
    <FormModal
      title={t("put.title")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("put.submit")}
    >
      <Select
        label={t("put.plan")}
        data={[
          ...plans.map((plan) => ({ value: plan.id, label: plan.content.name })),
          { value: NEW, label: t("plans.new") },
        ]}
        allowDeselect={false}
        {...form.getInputProps("plan")}
      />
      {form.values.plan === NEW && (
        <TextInput label={t("reports.name")} data-autofocus {...form.getInputProps("name")} />
      )}
      <Select
        label={t("own.show")}
        data={WAYS.map((value) => ({ value, label: t(`builder.whatIs.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps("way")}
      />
    </FormModal>
  );
}

/** The figure as the page shows it; whose it is by person stays out, for a report tells of teams, channels and topics. */
function elementOf(
  way: Way,
  metric: string,
  filter: { team?: string[] | undefined; channel?: string[] | undefined; topic?: string[] | undefined },
): ReportElement {
  const narrowed = { teams: filter.team ?? [], channels: filter.channel ?? [], topics: filter.topic ?? [] };
  const element = blank(way, metric);
  const one = element.what === "figures" ? { ...element, metrics: [metric] } : element;
  return "filter" in one ? { ...one, filter: narrowed } : one;
}
