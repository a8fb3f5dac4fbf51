import { Select } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormModal } from "@/ui/FormModal";
import { useDefinitions } from "../dictionary/useDefinitions";
import { SHOWS, type Show, type Tile } from "./tiles";

const WAYS = ["team", "agent", "channel", "topic", "mailbox", "priority"] as const;

interface Props {
  onAdd: (tile: Omit<Tile, "id">) => void;
  onClose: () => void;
}

/** Which figure a new tile shows, and how. */
export function AddTile({ onAdd, onClose }: Props) {
  const { t } = useTranslation("insight");
  const { entries } = useDefinitions();
  const form = useForm({
    initialValues: { metric: "first_response_time", kind: "figure" as Show, by: "team" },
  });
  return (
    <FormModal
      title={t("own.add")}
      onClose={onClose}
      onSubmit={form.onSubmit(({ metric, kind, by }) =>
        onAdd({ metric, kind, by: kind === "bars" ? by : "" }),
      )}
      busy={false}
      error={null}
      submit={t("own.addIt")}
    >
      <Select
        label={t("measure.figure")}
        data={entries.map(({ code, name }) => ({ value: code, label: name }))}
        searchable
        {...form.getInputProps("metric")}
      />
      <Select
        label={t("own.show")}
        data={SHOWS.map((value) => ({ value, label: t(`own.showChoice.${value}`) }))}
        {...form.getInputProps("kind")}
      />
      {form.values.kind === "bars" && (
        <Select
          label={t("parts.by")}
          data={WAYS.map((value) => ({ value, label: t(`by.${value}`) }))}
          {...form.getInputProps("by")}
        />
      )}
    </FormModal>
  );
}
