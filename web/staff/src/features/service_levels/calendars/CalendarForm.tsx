import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Calendar, WorkWindow } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { timeZones } from "@/lib/time/zones";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { SaveTrouble } from "@/ui/clash/SaveTrouble";
import { useClash } from "@/ui/clash/useClash";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { calendarKeys } from "../queries";
import { type CalendarValues, valuesOf } from "./calendarValues";
import { HolidayTable } from "./HolidayTable";
import type { WholeHoliday } from "./holidays";
import { ImportDialog } from "./ImportDialog";
import { useHolidayText } from "./useHolidayText";
import { WeekGrid } from "./WeekGrid";
import { DAYS, isSound, windowsText } from "./windows";

/** Name, zone, week and holidays of a calendar; they are saved together. */
export function CalendarForm({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation("service_levels");
  const [importing, setImporting] = useState(false);
  const form = useForm<CalendarValues>({ initialValues: valuesOf(calendar) });
  const words = useFieldWords();
  const editing = useClash({ thing: calendar, valuesOf, form, words });
  const save = useSave({
    save: (values: CalendarValues) =>
      unwrap(
        api.PATCH("/api/v1/service_levels/calendars/{id}", {
          params: { path: { id: calendar.id } },
          body: { ...values, version: editing.version },
        }),
      ),
    refresh: [calendarKeys.all],
    form,
    said: t("saved", { name: form.values.name }),
    onDone: (saved) => {
      editing.saved(saved);
      form.setValues(valuesOf(saved));
      form.resetDirty(valuesOf(saved));
    },
  });
  const { week, holidays } = form.values;
  const sound = DAYS.every((day) => isSound(week[day]));
  const submit = (values: CalendarValues) => {
    if (sound) save.mutate(values);
  };
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <Group gap="md" align="start">
          <TextInput label={t("name")} w={280} {...form.getInputProps("name")} />
          <Select
            label={t("zone")}
            description={t("zoneText")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            w={280}
            searchable
            allowDeselect={false}
            data={[...new Set([form.values.time_zone, ...timeZones()])].sort()}
            nothingFoundMessage={t("noZone")}
            {...form.getInputProps("time_zone")}
          />
        </Group>
        <Section title={t("week.title")} intro={t("week.intro")}>
          <WeekGrid week={week} onChange={(next) => form.setFieldValue("week", next)} />
        </Section>
        <HolidayTable
          holidays={holidays}
          onChange={(next) => form.setFieldValue("holidays", next)}
          onImport={() => setImporting(true)}
        />
        <SaveTrouble error={save.error} editing={editing} />
        <Group gap="md">
          <Button
            type="submit"
            loading={save.isPending}
            disabled={!form.isDirty() || !sound || editing.undecided}
          >
            {t("save")}
          </Button>
          {form.isDirty() && <span role="status">{t("unsaved")}</span>}
        </Group>
      </Stack>
      {importing && <ImportDialog calendar={calendar} onClose={() => setImporting(false)} />}
    </form>
  );
}

/** How the fields are called, and their values in a line, when two people changed them at once. */
function useFieldWords() {
  const { t } = useTranslation("service_levels");
  const { locale } = useReading();
  const holiday = useHolidayText(locale);
  const day = (name: (typeof DAYS)[number]) => ({
    label: t(`day.${name}`),
    text: (value: unknown) => windowsText(value as WorkWindow[]) || t("week.closed"),
  });
  const days = Object.fromEntries(DAYS.map((name) => [`week.${name}`, day(name)]));
  return wordsFrom({
    ...days,
    name: { label: t("name") },
    time_zone: { label: t("zone") },
    holidays: {
      label: t("holidays.title"),
      text: (value) => (value as WholeHoliday[]).map(holiday.line).join("; "),
    },
  });
}
