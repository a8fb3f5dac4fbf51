import { MultiSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReportFilter } from "@/lib/api/schema";
import { useChoices } from "../../filter/choices";

interface Props {
  /** What it belongs to: said before the name of each field to whoever hears it. */
  of: string;
  filter: ReportFilter;
  onChange: (filter: ReportFilter) => void;
}

const FIELDS = [
  ["teams", "team"],
  ["channels", "channel"],
  ["topics", "topic"],
] as const;

/** Of what: teams, channels, topics; nothing chosen means all. */
export function FilterFields({ of, filter, onChange }: Props) {
  const { t } = useTranslation("insight");
  const choices = useChoices();
  return FIELDS.map(([field, kind]) => {
    const chosen = filter[field] ?? [];
    return (
      <MultiSelect
        key={field}
        aria-label={`${of}: ${t(`by.${kind}`)}`}
        placeholder={chosen.length === 0 ? t(`filter.all.${kind}`) : undefined}
        data={choices[kind].map(({ value, label }) => ({ value, label }))}
        value={chosen}
        searchable
        hidePickedOptions
        miw={150}
        maw={360}
        onChange={(next) => onChange({ ...filter, [field]: next })}
      />
    );
  });
}
