import { TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, idempotencyKey, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import type { NewOrganisation } from "@/lib/api/schema";
import type { Organisation } from "@/lib/api/types";
import { FormModal } from "@/ui/FormModal";
import { AttributeFields } from "./AttributeFields";
import { organisationQuery } from "./queries";

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
  const form = useForm({
    initialValues: {
      name: organisation?.name ?? "",
      domains: organisation?.domains ?? [],
      attributes: (organisation?.attributes ?? {}) as Record<string, unknown>,
    },
  });
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      // The document calls them "object": what is inside, the definitions say.
      const body = { ...values, attributes: values.attributes as NewOrganisation["attributes"] };
      return organisation
        ? unwrap<Organisation>(
            api.PATCH("/api/v1/customers/organisations/{id}", {
              params: { path: { id: organisation.id } },
              body: { ...body, version: organisation.version },
            }),
          )
        : unwrap<Organisation>(
            api.POST("/api/v1/customers/organisations", {
              headers: { "Idempotency-Key": idempotencyKey() },
              body,
            }),
          );
    },
    onSuccess: (saved) => {
      queries.setQueryData(organisationQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ["customers", "organisations"] });
      onClose();
      if (!organisation) void navigate({ to: paths.organisation, params: { organisation: saved.id } });
    },
    onError: (error) => {
      const faults = fieldErrors(error);
      const domain = Object.entries(faults).find(([field]) => field.startsWith("domains"));
      form.setErrors(domain ? { ...faults, domains: domain[1] } : faults);
    },
  });
  return (
    <FormModal
      title={t(organisation ? "organisation.edit" : "organisation.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
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
