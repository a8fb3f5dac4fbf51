import { Button, Select, Switch, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { ReportPlan, ReportPlanContent } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { SaveTrouble } from "@/ui/clash/SaveTrouble";
import { type Editing, useClash } from "@/ui/clash/useClash";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { NewReport } from "../NewReport";
import { PLANS, planQuery } from "../queries";
import classes from "./Builder.module.css";
import { Elements } from "./Elements";
import { FilterFields } from "./FilterFields";
import { contentOf, isEmpty, type PlanValues, valuesOf } from "./planForm";
import { RemovePlan } from "./RemovePlan";
import { ScheduleFields } from "./ScheduleFields";
import { useFieldWords } from "./useFieldWords";

interface Props {
  /** None while it is new. */
  plan: ReportPlan | null;
  content: ReportPlanContent;
}

const KINDS = ["built", "executive"] as const;
const CADENCES = ["week", "month", "quarter"] as const;
const LANGUAGES = ["en", "de"] as const;
const CLOCKS = ["calendar", "business"] as const;

/** What is told, of which stretches, to whom. */
export function PlanForm({ plan, content }: Props) {
  const { t } = useTranslation("insight");
  const may = useMay("insight.reports.manage");
  const form = useForm<PlanValues>({ initialValues: valuesOf(content) });
  const editing = useClash({
    thing: plan,
    valuesOf: (each: ReportPlan) => valuesOf(each.content),
    form,
    words: useFieldWords(),
  });
  const save = useKeep(plan, form, editing);
  const [making, setMaking] = useState(false);
  const { values } = form;
  return (
    <PageFrame
      title={plan?.content.name ?? t("plans.new")}
      intro={t(`plans.kindText.${values.kind}`)}
      actions={
        plan &&
        may && (
          <>
            <RemovePlan plan={plan} />
            <Button variant="default" onClick={() => setMaking(true)}>
              {t("plans.makeNow")}
            </Button>
          </>
        )
      }
    >
      <form onSubmit={form.onSubmit((next) => save.mutate(next))} noValidate>
        <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <WhatFields form={form} />
          {values.kind === "built" && (
            <Section title={t("builder.title")} intro={t("builder.intro")}>
              <Elements
                elements={values.elements}
                plan={values}
                onChange={(elements) => form.setFieldValue("elements", elements)}
              />
            </Section>
          )}
          <Section title={t("schedule.title")}>
            <Switch
              label={t("schedule.on")}
              checked={values.scheduled}
              onChange={(event) => form.setFieldValue("scheduled", event.currentTarget.checked)}
            />
            {values.scheduled && <ScheduleFields form={form} />}
          </Section>
          <SaveTrouble error={save.error} editing={editing} />
          {may && (
            <div className={classes.save}>
              <Button
                type="submit"
                loading={save.isPending}
                disabled={isEmpty(values) || editing.undecided || (plan !== null && !form.isDirty())}
              >
                {t("plans.save")}
              </Button>
              {isEmpty(values) && <span className={classes.small}>{t("builder.empty")}</span>}
            </div>
          )}
        </fieldset>
      </form>
      {making && plan && <NewReport plan={plan} onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

function useKeep(plan: ReportPlan | null, form: UseFormReturnType<PlanValues>, editing: Editing<ReportPlan>) {
  const { t } = useTranslation("insight");
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useSave({
    save: (values: PlanValues, key) =>
      plan
        ? unwrap<ReportPlan>(
            api.PUT("/api/v1/insight/report-plans/{id}", {
              params: { path: { id: plan.id } },
              body: { content: contentOf(values), version: editing.version },
            }),
          )
        : unwrap<ReportPlan>(
            api.POST("/api/v1/insight/report-plans", {
              headers: { "Idempotency-Key": key },
              body: contentOf(values),
            }),
          ),
    refresh: [PLANS],
    form: { setErrors: (errors) => form.setErrors(placed(errors)) },
    said: t("plans.saved"),
    onDone: (saved) => {
      queries.setQueryData(planQuery(saved.id).queryKey, saved);
      editing.saved(saved);
      form.setValues(valuesOf(saved.content));
      form.resetDirty(valuesOf(saved.content));
      if (!plan) void navigate({ to: paths.reportPlan, params: { plan: saved.id }, replace: true });
    },
  });
}

/** Faults of single recipients stand at their field. */
function placed(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => {
      const name = field.replace(/^content\./, "");
      return [name.startsWith("schedule.recipients") ? "schedule.recipients" : name, text];
    }),
  );
}

function WhatFields({ form }: { form: UseFormReturnType<PlanValues> }) {
  const { t } = useTranslation("insight");
  const { values } = form;
  return (
    <>
      <div className={classes.grid}>
        <TextInput label={t("reports.name")} data-autofocus {...form.getInputProps("name")} />
        <Select
          label={t("plans.kind")}
          data={KINDS.map((value) => ({ value, label: t(`plans.kindIs.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps("kind")}
        />
        <Select
          label={t("plans.cadence")}
          data={CADENCES.map((value) => ({ value, label: t(`plans.cadenceIs.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps("cadence")}
        />
        <Select
          label={t("plans.language")}
          data={LANGUAGES.map((value) => ({ value, label: t(`plans.languageIs.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps("language")}
        />
        <Select
          label={t("filter.clock")}
          data={CLOCKS.map((value) => ({ value, label: t(`filter.clockChoice.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps("clock")}
        />
      </div>
      <p className={classes.label}>{t("plans.covers")}</p>
      <div className={classes.filter}>
        <FilterFields
          of={t("plans.covers")}
          filter={values.filter}
          onChange={(filter) => form.setFieldValue("filter", { ...values.filter, ...filter })}
        />
      </div>
    </>
  );
}
