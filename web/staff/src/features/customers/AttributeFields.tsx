import { NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { FieldWords } from "@/ui/clash/fieldWords";
import { attributesQuery } from "./queries";

interface Props {
  subject: "contact" | "organisation";
  values: Record<string, unknown>;
  onChange: (values: Record<string, unknown>) => void;
  errors: Record<string, unknown>;
}

/** What the fields of attributes are called, for whoever tells of changes in them. */
export function useAttributeWords(subject: Props["subject"]): (path: string) => FieldWords | null {
  const definitions = useQuery(attributesQuery).data?.filter((each) => each.subject === subject) ?? [];
  return (path) => {
    const definition = definitions.find(({ key }) => path === `attributes.${key}`);
    return definition ? { label: definition.label } : null;
  };
}

/** One field for each attribute that the house has defined. An emptied field clears the value. */
export function AttributeFields({ subject, values, onChange, errors }: Props) {
  const definitions = useQuery(attributesQuery).data?.filter((each) => each.subject === subject) ?? [];
  const set = (key: string, value: unknown) => onChange({ ...values, [key]: value === "" ? null : value });
  return definitions.map(({ key, label, kind, choices }) => {
    const fault = errors[`attributes.${key}`];
    const common = { key, label, error: typeof fault === "string" ? fault : null };
    const value = values[key] ?? "";
    if (kind === "number") {
      return (
        <NumberInput
          {...common}
          key={key}
          value={value as number | string}
          onChange={(next) => set(key, next)}
        />
      );
    }
    if (kind === "choice") {
      return (
        <Select
          {...common}
          key={key}
          clearable
          data={choices}
          value={(value as string) || null}
          onChange={(next) => set(key, next ?? "")}
        />
      );
    }
    return (
      <TextInput
        {...common}
        key={key}
        type={kind === "date" ? "date" : "text"}
        value={String(value)}
        onChange={(event) => set(key, event.currentTarget.value)}
      />
    );
  });
}
