import { Select } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useDefinitions } from "../dictionary/useDefinitions";
import { useChoices } from "../filter/choices";
import type { ChosenMeasure } from "./chosen";

/** Which figure of whom: the first fields of goals and alarms. */
export function MeasureFields<T extends ChosenMeasure>({ form }: { form: UseFormReturnType<T> }) {
  const { t } = useTranslation("insight");
  const { entries, entry } = useDefinitions();
  const { team, agent } = useChoices();
  const inputs = (field: keyof ChosenMeasure) => form.getInputProps(field as never);
  const options = (kind: string, choices: typeof team) =>
    choices.map(({ value, label }) => ({ value: `${kind}:${value}`, label }));
  return (
    <>
      <Select
        label={t("measure.figure")}
        data={entries.map(({ code, name }) => ({ value: code, label: name }))}
        searchable
        {...inputs("metric")}
      />
      {entry(form.values.metric)?.unit === "duration" && (
        <Select
          label={t("measure.statistic")}
          data={(["median", "p90", "mean"] as const).map((value) => ({
            value,
            label: t(`measure.${value}`),
          }))}
          {...inputs("statistic")}
        />
      )}
      <Select
        label={t("measure.whose")}
        data={[
          { value: "", label: t("measure.department") },
          { group: t("by.team"), items: options("team", team) },
          { group: t("by.agent"), items: options("agent", agent) },
        ]}
        searchable
        {...inputs("whose")}
      />
    </>
  );
}
