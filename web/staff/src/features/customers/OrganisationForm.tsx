import { TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { NewOrganisation } from "@/lib/api/schema";
import type { Organisation } from "@/lib/api/types";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { AttributeFields, useAttributeWords } from "./AttributeFields";
import { organisationQuery } from "./queries";

function valuesOf(organisation: Organisation | null) {
  return {
    name: organisation?.name ?? "",
    domains: organisation?.domains ?? [],
    attributes: (organisation?.attributes ?? {}) as Record<string, unknown>,
  };
}

/** Makes or changes an organisation. */
export function OrganisationForm({
  organisation,
  onClose,
}: {
  organisation: Organisation | null;
  onClose: () => void;
}) {
  const { t } = useTranslation("customers");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: valuesOf(organisation) });
  const attributeWords = useAttributeWords("organisation");
  const words = wordsFrom({ name: { label: t("field.name") }, domains: { label: t("field.domains") } });
  const editing = useClash({
    thing: organisation,
    valuesOf,
    form,
    words: (path) => attributeWords(path) ?? words(path),
  });
  const save = useSave({
    save: (values: typeof form.values, key) => {
      // The document calls them "object": what is inside, the definitions say.
      const body = { ...values, attributes: values.attributes as NewOrganisation["attributes"] };
      return organisation
        ? unwrap<Organisation>(
            api.PATCH("/api/v1/customers/organisations/{id}", {
              params: { path: { id: organisation.id } },
              body: { ...body, version: editing.version },
            }),
          )
        : unwrap<Organisation>(
            api.POST("/api/v1/customers/organisations", {
              headers: { "Idempotency-Key": key },
              body,
            }),
          );
    },
    refresh: [
      ["customers", "organisations"],
      ...(organisation ? [organisationQuery(organisation.id).queryKey] : []),
    ],
    form: {
      setErrors: (faults) => {
        const domain = Object.entries(faults).find(([field]) => field.startsWith("domains"));
        form.setErrors(domain ? { ...faults, domains: domain[1] } : faults);
      },
    },
    onDone: (saved) => {
      queries.setQueryData(organisationQuery(saved.id).queryKey, saved);
      onClose();
      if (!organisation) void navigate({ to: paths.organisation, params: { organisation: saved.id } });
    },
  });
  return (
    <FormModal
      title={t(organisation ? "organisation.edit" : "organisation.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label={t("field.name")} data-autofocus {...form.getInputProps("name")} />
      <TagsInput
        label={t("field.domains")}
        description={t("organisation.domains")}
        {...form.getInputProps("domains")}
      />
      <AttributeFields
        subject="organisation"
        values={form.values.attributes}
        errors={form.errors}
        onChange={(attributes) => form.setFieldValue("attributes", attributes)}
      />
    </FormModal>
  );
}
