import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { useReading } from "@/lib/session/reading";
import { timeZones } from "@/lib/time/zones";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { calendarKeys } from "../queries";
import { usualWeek } from "./windows";

/** Name and zone of a calendar to be; its week and holidays are set on its own page. */
export function NewCalendarDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("service_levels");
  const navigate = useNavigate();
  const { zone } = useReading();
  const form = useForm({ initialValues: { name: "", time_zone: zone } });
  const save = useSave({
    save: (values: typeof form.values, key) =>
      unwrap(
        api.POST("/api/v1/service_levels/calendars", {
          headers: { "Idempotency-Key": key },
          body: { ...values, week: usualWeek(), holidays: [] },
        }),
      ),
    refresh: [calendarKeys.list],
    form,
    said: t("added", { name: form.values.name }),
    onDone: (made) => void navigate({ to: paths.calendar, params: { calendar: made.id } }),
  });
  return (
    <FormModal
      title={t("add")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("add")}
    >
      <p>{t("addIntro")}</p>
      <TextInput label={t("name")} data-autofocus {...form.getInputProps("name")} />
      <Select
        label={t("zone")}
        searchable
        allowDeselect={false}
        data={timeZones()}
        nothingFoundMessage={t("noZone")}
        {...form.getInputProps("time_zone")}
      />
    </FormModal>
  );
}
