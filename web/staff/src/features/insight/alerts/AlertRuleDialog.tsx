import { Group, MultiSelect, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { AlertRule, AlertRuleContent } from "@/lib/api/schema";
import { useMe } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useDefinitions } from "../dictionary/useDefinitions";
import type { Unit } from "../figures/figure";
import { useChoices } from "../filter/choices";
import { formErrors } from "../goals/GoalDialog";
import { asTyped, type ChosenMeasure, chosenFrom, measureFrom, typedValue } from "../measures/chosen";
import { MeasureFields } from "../measures/MeasureFields";
import { leastOf } from "../measures/measure";

const KINDS = ["control_by_week", "control_by_day", "band"] as const;

interface Values extends ChosenMeasure {
  name: string;
  kind: (typeof KINDS)[number];
  low: number | string;
  high: number | string;
  margin: number | string;
  days: number | string;
  fewest: number | string;
  baseline: number | string;
  people: string[];
  /** An address to call; empty keeps the one that is there. */
  webhook: string;
  /** The address that is there is forgotten. */
  untold: boolean;
  active: boolean;
}

interface Props {
  rule: AlertRule | null;
  /** What a new rule begins with. */
  about?: Pick<Values, "metric" | "whose">;
  onClose: () => void;
}

/** Which figure is watched, what is normal for it, and who is told when it is not. */
export function AlertRuleDialog({ rule, about, onClose }: Props) {
  const { t } = useTranslation("insight");
  const me = useMe().person;
  const { entry } = useDefinitions();
  const people = useChoices().agent.map(({ value, label }) => ({ value, label }));
  const unitOf = (metric: string): Unit => entry(metric)?.unit ?? "count";
  const form = useForm<Values>({ initialValues: { ...valuesOf(rule, unitOf, me.id), ...about } });
  const unit = unitOf(form.values.metric);
  const save = useSave({
    save: (values: Values, key) => {
      const content = contentOf(values, unit);
      return rule
        ? unwrap(
            api.PUT("/api/v1/insight/alert-rules/{id}", {
              params: { path: { id: rule.id } },
              body: { content, version: rule.version },
            }),
          )
        : unwrap(
            api.POST("/api/v1/insight/alert-rules", {
              headers: { "Idempotency-Key": key },
              body: content,
            }),
          );
    },
    refresh: [["insight", "alert-rules"]],
    form: {
      setErrors: (errors) => {
        const { watch, ...others } = formErrors(errors);
        form.setErrors({ ...others, ...(watch && { kind: watch }) });
      },
    },
    said: t("rule.saved"),
    onDone: onClose,
  });
  const number = (field: "low" | "high" | "margin" | "days" | "fewest" | "baseline", label: string) => (
    <NumberInput
      label={label}
      min={field === "low" || field === "high" ? leastOf(unit) : 0}
      {...form.getInputProps(field)}
    />
  );
  return (
    <FormModal
      title={t(rule ? "rule.change" : "rule.new")}
      size={560}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <TextInput label={t("goal.name")} data-autofocus {...form.getInputProps("name")} />
      <MeasureFields form={form} />
      <Select
        label={t("rule.kind")}
        data={KINDS.map((value) => ({ value, label: t(`rule.kindChoice.${value}`) }))}
        {...form.getInputProps("kind")}
      />
      {form.values.kind === "band" ? (
        <>
          <Group grow align="start">
            {number("low", t(`rule.low.${unit}`))}
            {number("high", t(`rule.high.${unit}`))}
            {number("margin", t("rule.margin"))}
          </Group>
          <Group grow align="start">
            {number("days", t("rule.days"))}
            {number("fewest", t("rule.fewest"))}
          </Group>
        </>
      ) : (
        number("baseline", t(`rule.baseline.${form.values.kind}`))
      )}
      <MultiSelect
        label={t("rule.people")}
        data={people}
        searchable
        hidePickedOptions
        {...form.getInputProps("people")}
      />
      <TextInput
        type="url"
        label={t("rule.webhook")}
        description={
          rule?.webhook_host ? t("rule.webhookKept", { host: rule.webhook_host }) : t("rule.webhookText")
        }
        placeholder="https://"
        disabled={form.values.untold}
        inputWrapperOrder={["label", "input", "error", "description"]}
        {...form.getInputProps("webhook")}
      />
      {rule?.webhook_host && (
        <Switch label={t("rule.untold")} {...form.getInputProps("untold", { type: "checkbox" })} />
      )}
      <Switch label={t("rule.active")} {...form.getInputProps("active", { type: "checkbox" })} />
    </FormModal>
  );
}

function contentOf(values: Values, unit: Unit): AlertRuleContent {
  const baseline = Number(values.baseline);
  return {
    name: values.name.trim(),
    measure: measureFrom(values, unit),
    watch:
      values.kind === "band"
        ? {
            kind: "band",
            low: typedValue(values.low, unit),
            high: typedValue(values.high, unit),
            margin: typedValue(values.margin, unit) ?? 0,
            days: Number(values.days),
            fewest: Number(values.fewest),
          }
        : { kind: values.kind, baseline },
    people: values.people,
    webhook: values.untold ? "" : values.webhook.trim() || null,
    active: values.active,
  };
}

function valuesOf(rule: AlertRule | null, unitOf: (metric: string) => Unit, me: string): Values {
  const usual = {
    low: "",
    high: "",
    margin: 0,
    days: 7,
    fewest: 20,
    baseline: 12,
    webhook: "",
    untold: false,
  };
  if (!rule) {
    return {
      ...usual,
      name: "",
      metric: "first_response_time",
      statistic: "median",
      whose: "",
      kind: "control_by_week",
      people: [me],
      active: true,
    };
  }
  const { name, measure, watch, people, active } = rule.content;
  const unit = unitOf(measure.metric);
  const watched =
    watch.kind === "band"
      ? {
          low: asTyped(watch.low, unit),
          high: asTyped(watch.high, unit),
          margin: asTyped(watch.margin, unit),
          days: watch.days,
          fewest: watch.fewest,
        }
      : { baseline: watch.baseline };
  return { ...usual, ...chosenFrom(measure), ...watched, kind: watch.kind, name, people, active };
}
