import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Goal } from "@/lib/api/schema";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useDefinitions } from "../dictionary/useDefinitions";
import type { Unit } from "../figures/figure";
import { asTyped, type ChosenMeasure, chosenFrom, measureFrom, typedValue } from "../measures/chosen";
import { MeasureFields } from "../measures/MeasureFields";
import { leastOf } from "../measures/measure";

const EVERY = ["week", "month", "quarter"] as const;
const AIMS = ["at_most", "at_least"] as const;

interface Values extends ChosenMeasure {
  name: string;
  aim: (typeof AIMS)[number];
  target: number | string;
  edge: number | string;
  every: (typeof EVERY)[number];
}

/** What a figure should be. */
export function GoalDialog({ goal, onClose }: { goal: Goal | null; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const { entry } = useDefinitions();
  const unitOf = (metric: string) => entry(metric)?.unit ?? "count";
  const form = useForm<Values>({ initialValues: valuesOf(goal, unitOf) });
  const unit = unitOf(form.values.metric);
  const save = useSave({
    save: (values: Values, key) => {
      const target = typedValue(values.target, unit) ?? 0;
      const content = {
        name: values.name.trim(),
        measure: measureFrom(values, unit),
        aim: values.aim,
        target,
        edge: typedValue(values.edge, unit) ?? target,
        every: values.every,
      };
      return goal
        ? unwrap(
            api.PUT("/api/v1/insight/goals/{id}", {
              params: { path: { id: goal.id } },
              body: { content, version: goal.version },
            }),
          )
        : unwrap(api.POST("/api/v1/insight/goals", { headers: { "Idempotency-Key": key }, body: content }));
    },
    refresh: [["insight", "goals"]],
    form: { setErrors: (errors) => form.setErrors(formErrors(errors)) },
    said: t("goal.saved"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t(goal ? "goal.change" : "goal.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <TextInput label={t("goal.name")} data-autofocus {...form.getInputProps("name")} />
      <MeasureFields form={form} />
      <Group grow align="start">
        <Select
          label={t("goal.aim")}
          data={AIMS.map((value) => ({ value, label: t(`goal.aimChoice.${value}`) }))}
          {...form.getInputProps("aim")}
        />
        <NumberInput label={t(`goal.target.${unit}`)} min={leastOf(unit)} {...form.getInputProps("target")} />
      </Group>
      <NumberInput
        label={t("goal.edge")}
        description={t("goal.edgeText")}
        min={leastOf(unit)}
        {...form.getInputProps("edge")}
      />
      <Select
        label={t("goal.every")}
        data={EVERY.map((value) => ({ value, label: t(`goal.everyChoice.${value}`) }))}
        {...form.getInputProps("every")}
      />
    </FormModal>
  );
}

function valuesOf(goal: Goal | null, unitOf: (metric: string) => Unit): Values {
  if (!goal) {
    return {
      name: "",
      metric: "first_response_time",
      statistic: "median",
      whose: "",
      aim: "at_most",
      target: "",
      edge: "",
      every: "month",
    };
  }
  const { name, measure, aim, target, edge, every } = goal.content;
  const unit = unitOf(measure.metric);
  return {
    ...chosenFrom(measure),
    name,
    aim,
    target: asTyped(target, unit),
    edge: edge === target ? "" : asTyped(edge, unit),
    every,
  };
}

/** The server names faults by the content; the form has them side by side. */
export function formErrors(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => {
      const name = field.replace(/^content\./, "").replace(/^measure\./, "");
      return [name === "of" ? "whose" : name, text];
    }),
  );
}
