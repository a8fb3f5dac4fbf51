import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { CommentTheme, SharedInsight, SharedInsightState } from "@/lib/api/schema";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { feedbackKeys, peopleQuery } from "./queries";

const STATES: SharedInsightState[] = ["shared", "accepted", "done", "declined"];
const DAY = 86_400_000;

interface Props {
  insight: SharedInsight | null;
  /** The theme that a new insight rests on. */
  theme: CommentTheme | null;
  onClose: () => void;
}

/** Shares an insight with another department, or records what came of it. */
export function InsightEditor({ insight, theme, onClose }: Props) {
  const { t } = useTranslation("feedback");
  const people = useQuery(peopleQuery).data?.items ?? [];
  const form = useForm({
    initialValues: {
      title: insight?.title ?? theme?.name ?? "",
      text: insight?.text ?? "",
      department: insight?.department ?? "",
      address: insight?.address ?? "",
      owner: insight?.owner ?? null,
      state: insight?.state ?? ("shared" as SharedInsightState),
      outcome: insight?.outcome ?? "",
      days: 14,
    },
  });
  const save = useSave({
    save: ({ days, state, outcome, ...values }: typeof form.values, once) => {
      const due_at = days > 0 ? new Date(Date.now() + days * DAY).toISOString() : null;
      return insight
        ? unwrap(
            api.PATCH("/api/v1/feedback/insights/{id}", {
              params: { path: { id: insight.id } },
              body: { ...values, state, outcome, version: insight.version },
            }),
          )
        : unwrap(
            api.POST("/api/v1/feedback/insights", {
              headers: { "Idempotency-Key": once },
              body: { ...values, due_at, theme: theme?.id ?? null },
            }),
          );
    },
    refresh: [feedbackKeys.insights],
    form,
    said: t("insights.saved"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={insight ? insight.title : t("insights.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <TextInput label={t("insights.name")} data-autofocus {...form.getInputProps("title")} />
      <Textarea label={t("insights.text")} autosize minRows={3} {...form.getInputProps("text")} />
      <TextInput label={t("insights.department")} {...form.getInputProps("department")} />
      <TextInput
        type="email"
        label={t("insights.address")}
        description={t("insights.addressText")}
        {...form.getInputProps("address")}
      />
      <Select
        label={t("insights.owner")}
        clearable
        searchable
        data={people.map((person) => ({ value: person.id, label: person.name }))}
        {...form.getInputProps("owner")}
      />
      {insight ? (
        <>
          <Select
            label={t("insights.state")}
            allowDeselect={false}
            data={STATES.map((each) => ({ value: each, label: t(`insights.states.${each}`) }))}
            {...form.getInputProps("state")}
          />
          <Textarea
            label={t("insights.outcome")}
            description={t("insights.outcomeText")}
            autosize
            {...form.getInputProps("outcome")}
          />
        </>
      ) : (
        <NumberInput label={t("insights.dueDays")} min={0} max={365} {...form.getInputProps("days")} />
      )}
    </FormModal>
  );
}
