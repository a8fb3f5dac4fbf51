import { Group, Select, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { InsightAction } from "@/lib/api/schema";
import { named, wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useChoices } from "../filter/choices";

const valuesOf = ({ owner_id, content }: InsightAction) => ({
  title: content.title,
  text: content.text ?? "",
  owner_id,
  begins_on: content.begins_on,
  due_on: content.due_on,
});

/** What of an action can change later: words, owner and days. Its figure and what it was before stay. */
export function ActionEdit({ action, onClose }: { action: InsightAction; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const people = useChoices().agent.map(({ value, label }) => ({ value, label }));
  const form = useForm({ initialValues: valuesOf(action) });
  const words = wordsFrom({
    title: { label: t("action.title") },
    text: { label: t("action.text") },
    owner_id: { label: t("action.owner"), text: named(people) },
    begins_on: { label: t("action.begins") },
    due_on: { label: t("action.due") },
  });
  const editing = useClash({ thing: action, valuesOf, form, words });
  const save = useSave({
    save: ({ owner_id, ...content }: typeof form.values) =>
      unwrap<InsightAction>(
        api.PUT("/api/v1/insight/actions/{id}", {
          params: { path: { id: action.id } },
          body: {
            owner_id,
            state: action.state,
            content: { ...action.content, ...content, title: content.title.trim() },
            version: editing.version,
          },
        }),
      ),
    refresh: [
      ["insight", "actions"],
      ["insight", "action", action.id],
    ],
    form: {
      setErrors: (errors) =>
        form.setErrors(
          Object.fromEntries(
            Object.entries(errors).map(([field, text]) => [field.replace(/^content\./, ""), text]),
          ),
        ),
    },
    said: t("action.saved"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t("action.edit")}
      size={560}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label={t("action.title")} data-autofocus {...form.getInputProps("title")} />
      <Textarea label={t("action.text")} autosize minRows={2} maxRows={8} {...form.getInputProps("text")} />
      <Select label={t("action.owner")} data={people} searchable {...form.getInputProps("owner_id")} />
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
