import { Select, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useChoices } from "../filter/choices";
import type { Entry } from "./useDefinitions";

/** Who answers for a figure, and what is noted beside its definition. */
export function OwnerDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const { agent } = useChoices();
  const { owner_id, note, version } = entry.owner;
  const form = useForm({ initialValues: { owner_id: owner_id ?? null, note } });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(
        api.PUT("/api/v1/insight/metrics/{metric}/owner", {
          params: { path: { metric: entry.code } },
          body: { ...values, version },
        }),
      ),
    refresh: [["insight", "metrics"]],
    form,
    said: t("dictionary.ownerSaved"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t("dictionary.changeOwnerOf", { name: entry.name })}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <Select
        label={t("dictionary.owner")}
        placeholder={t("dictionary.nobody")}
        data={agent}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("dictionary.nobody") }}
        {...form.getInputProps("owner_id")}
      />
      <Textarea
        label={t("dictionary.note")}
        description={t("dictionary.noteText")}
        autosize
        minRows={2}
        {...form.getInputProps("note")}
      />
    </FormModal>
  );
}
