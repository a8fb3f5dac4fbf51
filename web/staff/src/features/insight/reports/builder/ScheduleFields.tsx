import { MultiSelect, NumberInput, Radio, Select, Stack, TagsInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { useMe } from "@/lib/session/session";
import { useNow } from "@/lib/time/now";
import { dayText } from "../../numbers/format";
import { FORMATS } from "../editor/Downloads";
import classes from "./Builder.module.css";
import { civilHour, nextDue } from "./due";
import type { PlanValues } from "./planForm";

const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

/** When the report is made by itself, and to whom it goes. */
export function ScheduleFields({ form }: { form: UseFormReturnType<PlanValues> }) {
  const { t } = useTranslation("insight");
  const { cadence, schedule } = form.values;
  const set = <K extends keyof typeof schedule>(field: K, value: (typeof schedule)[K]) =>
    form.setFieldValue("schedule", { ...schedule, [field]: value });
  return (
    <Stack gap="md" mt="md">
      <div className={classes.grid}>
        {cadence === "week" ? (
          <Select
            label={t("schedule.weekday")}
            data={WEEKDAYS.map((value) => ({ value, label: t(`part.weekday.${value}`) }))}
            value={String(schedule.day)}
            allowDeselect={false}
            error={form.errors["schedule.day"]}
            onChange={(day) => set("day", Number(day))}
          />
        ) : (
          <NumberInput
            label={t(`schedule.dayOf.${cadence}`)}
            min={1}
            max={28}
            allowDecimal={false}
            value={schedule.day}
            error={form.errors["schedule.day"]}
            onChange={(day) => set("day", Number(day))}
          />
        )}
        <Select
          label={t("schedule.hour")}
          data={HOURS.map((value) => ({ value, label: `${value.padStart(2, "0")}:00` }))}
          value={String(schedule.hour)}
          allowDeselect={false}
          error={form.errors["schedule.hour"]}
          onChange={(hour) => set("hour", Number(hour))}
        />
      </div>
      <NextTime {...form.values} />
      <TagsInput
        label={t("schedule.recipients")}
        description={t("schedule.recipientsText")}
        placeholder={schedule.recipients.length === 0 ? "name@example.com" : undefined}
        splitChars={[",", ";", " "]}
        value={schedule.recipients}
        error={form.errors["schedule.recipients"]}
        onChange={(recipients) => set("recipients", recipients)}
      />
      <MultiSelect
        label={t("schedule.formats")}
        data={FORMATS.map((value) => ({ value, label: t(`reports.format.${value}`) }))}
        hidePickedOptions
        value={schedule.formats}
        error={form.errors["schedule.formats"]}
        onChange={(formats) => set("formats", formats as typeof schedule.formats)}
      />
      <Radio.Group
        label={t("schedule.review")}
        value={schedule.after_review ? "review" : "send"}
        onChange={(value) => set("after_review", value === "review")}
      >
        <Stack gap={8} mt={4}>
          <Radio size="sm" value="review" label={t("schedule.afterReview")} />
          <Radio size="sm" value="send" label={t("schedule.atOnce")} />
        </Stack>
      </Radio.Group>
    </Stack>
  );
}

/** When that is the next time, in the company's time zone. */
function NextTime({ cadence, schedule }: PlanValues) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { company } = useMe();
  const now = useNow();
  if (!Number.isInteger(schedule.day) || schedule.day < 1) return null;
  const day = nextDue(cadence, schedule.day, schedule.hour, civilHour(now, company.time_zone));
  return (
    <p className={classes.small} aria-live="polite">
      {t("schedule.next", {
        day: dayText(day, locale, "full"),
        hour: `${String(schedule.hour).padStart(2, "0")}:00`,
        zone: company.time_zone,
      })}
    </p>
  );
}
