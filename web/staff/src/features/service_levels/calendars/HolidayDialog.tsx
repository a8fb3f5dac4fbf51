import { Checkbox, Group, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormModal } from "@/ui/FormModal";
import { DayWindows } from "./DayWindows";
import { holidayFaults, type WholeHoliday } from "./holidays";
import { isSound, nextWindow } from "./windows";

interface Props {
  holiday: WholeHoliday | null;
  onDone: (holiday: WholeHoliday) => void;
  onClose: () => void;
}

const EMPTY: WholeHoliday = { name: "", from: "", to: "", every_year: false, windows: [] };

/** One holiday. It is kept in the calendar's form and saved with it. */
export function HolidayDialog({ holiday, onDone, onClose }: Props) {
  const { t } = useTranslation("service_levels");
  const form = useForm<WholeHoliday>({
    initialValues: holiday ?? EMPTY,
    validate: (values) => {
      const faults = Object.entries(holidayFaults(values));
      return Object.fromEntries(faults.map(([field, fault]) => [field, t(`holidays.${fault}`)]));
    },
  });
  const { windows } = form.values;
  const from = form.getInputProps("from");
  const setFrom = (day: string) => {
    // A holiday of one day is the usual one.
    if (form.values.to === "" || form.values.to === form.values.from) form.setFieldValue("to", day);
    form.setFieldValue("from", day);
  };
  const shorten = (wanted: boolean) => {
    const first = nextWindow([]);
    form.setFieldValue("windows", wanted && first ? [{ ...first, to: 12 * 60 }] : []);
  };
  return (
    <FormModal
      title={holiday ? holiday.name : t("holidays.add")}
      onClose={onClose}
      onSubmit={(event) => {
        // The form of the calendar around it is not meant.
        event?.stopPropagation();
        form.onSubmit((values) => {
          if (isSound(values.windows)) onDone({ ...values, name: values.name.trim() });
        })(event);
      }}
      busy={false}
      error={null}
      submit={t("holidays.done")}
    >
      <TextInput label={t("holidays.name")} data-autofocus {...form.getInputProps("name")} />
      <Group gap="md" align="start">
        <TextInput
          type="date"
          min="1970-01-01"
          max="2100-12-31"
          label={t("holidays.from")}
          {...from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          min="1970-01-01"
          max="2100-12-31"
          label={t("holidays.to")}
          {...form.getInputProps("to")}
        />
      </Group>
      <Checkbox
        label={t("holidays.everyYear")}
        description={t("holidays.everyYearText")}
        {...form.getInputProps("every_year", { type: "checkbox" })}
      />
      <Checkbox
        label={t("holidays.shortened")}
        checked={windows.length > 0}
        onChange={(event) => shorten(event.currentTarget.checked)}
      />
      {windows.length > 0 && (
        <DayWindows
          day={form.values.name || t("holidays.title")}
          windows={windows}
          onChange={(next) => form.setFieldValue("windows", next)}
        />
      )}
    </FormModal>
  );
}
