import { Group, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { ActionOrigin, FigureMeasure, InsightAction } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMe } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useDefinitions } from "../dictionary/useDefinitions";
import { useChoices } from "../filter/choices";
import { type Days, shifted } from "../filter/period";
import { useToday } from "../filter/useFilter";
import { leastOf, stepOf } from "../measures/measure";
import { useMeasureText } from "../measures/useMeasureText";
import { daysText } from "../numbers/format";
import classes from "./Actions.module.css";

interface Props {
  /** The figure it should move. */
  measure: FigureMeasure;
  /** The days that the figure is compared with later. */
  before: Days;
  /** What it was on those days. */
  value: number | null;
  origin?: ActionOrigin;
  onClose: () => void;
}

/** Something that is done so that a figure moves: by whom, until when, and by how much. */
export function ActionDialog({
  measure,
  before,
  value,
  origin = { kind: "figure", id: "" },
  onClose,
}: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const me = useMe().person;
  const today = useToday();
  const navigate = useNavigate();
  const people = useChoices().agent;
  const { nameOf, unitOf, write } = useMeasureText();
  const good = useDefinitions().entry(measure.metric)?.good ?? "down";
  const unit = unitOf(measure);
  const begins = before.to < today ? today : shifted(before.to, 1);
  const form = useForm({
    initialValues: {
      title: "",
      text: "",
      owner_id: me.id,
      way: good === "up" ? "up" : "down",
      amount: "" as number | "",
      begins_on: begins,
      due_on: shifted(begins, 27),
    },
    validate: { amount: (amount) => (Number(amount) > 0 ? null : t("action.amountMissing")) },
  });
  const { amount, way } = form.values;
  const change = Number(amount) * stepOf(unit) * (way === "down" ? -1 : 1);
  const save = useSave({
    save: (values: typeof form.values, key) =>
      unwrap<InsightAction>(
        api.POST("/api/v1/insight/actions", {
          headers: { "Idempotency-Key": key },
          body: {
            owner_id: values.owner_id,
            content: {
              title: values.title.trim(),
              text: values.text,
              measure,
              before,
              begins_on: values.begins_on,
              due_on: values.due_on,
              change,
              origin,
            },
          },
        }),
      ),
    refresh: [
      ["insight", "actions"],
      ["insight", "alerts"],
    ],
    form: { setErrors: (errors) => form.setErrors(fieldsOf(errors)) },
    said: t("action.created"),
    onDone: (action) =>
      void navigate({ to: paths.action, params: { action: action.id }, search: {} as never }),
  });
  return (
    <FormModal
      title={t("action.new")}
      size={560}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("action.take")}
    >
      <div className={classes.measure}>
        <strong>{nameOf(measure)}</strong>
        <span>{t("action.was", { value: write(measure, value), days: daysText(before, locale) })}</span>
      </div>
      <TextInput label={t("action.title")} data-autofocus {...form.getInputProps("title")} />
      <Textarea label={t("action.text")} autosize minRows={2} maxRows={8} {...form.getInputProps("text")} />
      <Select
        label={t("action.owner")}
        data={people.map(({ value: id, label }) => ({ value: id, label }))}
        searchable
        {...form.getInputProps("owner_id")}
      />
      <Group align="start" gap="sm" wrap="nowrap">
        <Select
          label={t("action.way")}
          data={(["down", "up"] as const).map((each) => ({
            value: each,
            label: t(`action.wayChoice.${each}`),
          }))}
          {...form.getInputProps("way")}
        />
        <NumberInput
          label={t(`action.amount.${unit}`)}
          description={
            value !== null && unit !== "count" && Number(amount) > 0
              ? t("action.becomes", { value: write(measure, Math.max(leastOf(unit), value + change)) })
              : undefined
          }
          inputWrapperOrder={["label", "input", "error", "description"]}
          min={0}
          allowNegative={false}
          {...form.getInputProps("amount")}
        />
      </Group>
      <Group gap="sm" align="start">
        <TextInput type="date" label={t("action.begins")} {...form.getInputProps("begins_on")} />
        <TextInput
          type="date"
          label={t("action.due")}
          description={t("action.dueText")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          {...form.getInputProps("due_on")}
        />
      </Group>
    </FormModal>
  );
}

/** Faults of the content stand at the fields of this form. */
function fieldsOf(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => {
      const name = field.replace(/^content\./, "");
      return [name === "change" ? "amount" : name, text];
    }),
  );
}
