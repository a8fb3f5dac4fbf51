import { Select, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { AttributeDefinition, AttributeKind, AttributeSubject } from "@/lib/api/schema";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { keyFrom } from "./attributeKey";

const KINDS = ["text", "number", "date", "choice"] as const;

interface Props {
  subject: AttributeSubject;
  definition: AttributeDefinition | null;
  onClose: () => void;
}

function valuesOf(definition: AttributeDefinition | null) {
  return {
    label: definition?.label ?? "",
    key: definition?.key ?? "",
    kind: definition?.kind ?? ("text" as AttributeKind),
    choices: definition?.choices ?? [],
  };
}

/** Defines a field, or changes what people read of it. Key and kind stay once values rest on them. */
export function AttributeDialog({ subject, definition, onClose }: Props) {
  const { t } = useTranslation("customers");
  const [keyTyped, setKeyTyped] = useState(false);
  const form = useForm({ initialValues: valuesOf(definition) });
  const editing = useClash({
    thing: definition,
    valuesOf,
    form,
    words: wordsFrom({
      label: { label: t("attributes.label") },
      choices: { label: t("attributes.choices") },
    }),
  });
  const save = useSave({
    save: ({ label, key, kind, choices }: typeof form.values, once) =>
      definition
        ? unwrap(
            api.PATCH("/api/v1/customers/attributes/{key}", {
              params: { path: { key }, query: { subject } },
              body: { label, choices: kind === "choice" ? choices : null, version: editing.version },
            }),
          )
        : unwrap(
            api.POST("/api/v1/customers/attributes", {
              headers: { "Idempotency-Key": once },
              body: { subject, key, label, kind, choices: kind === "choice" ? choices : [] },
            }),
          ),
    refresh: [["customers"]],
    form,
    said: t("attributes.saved", { name: form.values.label }),
    onDone: onClose,
  });
  const label = form.getInputProps("label");
  const key = form.getInputProps("key");
  return (
    <FormModal
      title={definition ? definition.label : t(`attributes.addTo.${subject}`)}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput
        label={t("attributes.label")}
        data-autofocus
        {...label}
        onChange={(event) => {
          label.onChange(event);
          if (!definition && !keyTyped) form.setFieldValue("key", keyFrom(event.currentTarget.value));
        }}
      />
      <TextInput
        label={t("attributes.key")}
        description={t("attributes.keyText")}
        disabled={Boolean(definition)}
        {...key}
        onChange={(event) => {
          setKeyTyped(true);
          key.onChange(event);
        }}
      />
      <Select
        label={t("attributes.kind")}
        disabled={Boolean(definition)}
        data={KINDS.map((kind) => ({ value: kind, label: t(`attributes.kinds.${kind}`) }))}
        {...form.getInputProps("kind")}
      />
      {form.values.kind === "choice" && (
        <TagsInput
          label={t("attributes.choices")}
          description={t("attributes.choicesText")}
          {...form.getInputProps("choices")}
        />
      )}
    </FormModal>
  );
}
