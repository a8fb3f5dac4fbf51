import { MultiSelect, TagsInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Report, ReportFormat } from "@/lib/api/schema";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { REPORTS } from "../queries";
import { FORMATS } from "./Downloads";

/** Sends the report by mail, now. */
export function SendDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const form = useForm({
    initialValues: { recipients: [] as string[], formats: ["pdf"] as ReportFormat[] },
    validate: {
      recipients: (recipients) => (recipients.length > 0 ? null : t("reports.recipientMissing")),
      formats: (formats) => (formats.length > 0 ? null : t("reports.formatMissing")),
    },
  });
  const save = useSave({
    save: (body: typeof form.values, key) =>
      unwrap(
        api.POST("/api/v1/insight/reports/{id}/send", {
          params: { path: { id: report.id } },
          headers: { "Idempotency-Key": key },
          body,
        }),
      ),
    refresh: [REPORTS],
    form: {
      setErrors: (errors) =>
        form.setErrors(
          Object.fromEntries(
            Object.entries(errors).map(([field, text]) => [field.split(".")[0] ?? field, text]),
          ),
        ),
    },
    said: t("reports.sending"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t("reports.send")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("reports.sendNow")}
    >
      <TagsInput
        label={t("schedule.recipients")}
        description={t("schedule.recipientsText")}
        splitChars={[",", ";", " "]}
        data-autofocus
        {...form.getInputProps("recipients")}
      />
      <MultiSelect
        label={t("schedule.formats")}
        data={FORMATS.map((value) => ({ value, label: t(`reports.format.${value}`) }))}
        hidePickedOptions
        {...form.getInputProps("formats")}
      />
    </FormModal>
  );
}
