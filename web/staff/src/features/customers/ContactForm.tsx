import { Group, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, idempotencyKey, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import type { NewContact } from "@/lib/api/schema";
import type { Contact, ListOf, Organisation } from "@/lib/api/types";
import { timeZones } from "@/lib/time/zones";
import { FormModal } from "@/ui/FormModal";
import { AttributeFields } from "./AttributeFields";
import { contactQuery } from "./queries";

const TIERS = ["standard", "priority", "vip"] as const;
const LANGUAGES = ["en", "de", "fr", "nl", "es", "it", "pl", "pt", "da", "sv", "nb", "fi", "cs", "tr"];

/** Makes or changes a customer. */
export function ContactForm({ contact, onClose }: { contact: Contact | null; onClose: () => void }) {
  const { t, i18n } = useTranslation("customers");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: {
      name: contact?.name ?? "",
      email: "",
      tier: contact?.tier ?? ("standard" as Contact["tier"]),
      organisation: contact?.organisation?.id ?? null,
      language: contact?.language ?? null,
      time_zone: contact?.time_zone ?? null,
      attributes: (contact?.attributes ?? {}) as Record<string, unknown>,
    },
  });
  const save = useMutation({
    mutationFn: ({ email, organisation, ...values }: typeof form.values) => {
      // The document calls them "object": what is inside, the definitions say.
      const attributes = values.attributes as NewContact["attributes"];
      const body = { ...values, attributes, organisation_id: organisation };
      if (contact) {
        return unwrap<Contact>(
          api.PATCH("/api/v1/customers/contacts/{id}", {
            params: { path: { id: contact.id } },
            body: { ...body, version: contact.version },
          }),
        );
      }
      return unwrap<Contact>(
        api.POST("/api/v1/customers/contacts", {
          headers: { "Idempotency-Key": idempotencyKey() },
          body: { ...body, identities: [{ kind: "email", value: email }] },
        }),
      );
    },
    onSuccess: (saved) => {
      queries.setQueryData(contactQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ["customers", "contacts"] });
      onClose();
      if (!contact) void navigate({ to: paths.contact, params: { contact: saved.id } });
    },
    onError: (error) => {
      const { "identities.0.value": email, ...faults } = fieldErrors(error);
      form.setErrors(email ? { ...faults, email } : faults);
    },
  });
  const names = new Intl.DisplayNames([i18n.language], { type: "language" });
  return (
    <FormModal
      title={t(contact ? "contact.edit" : "contact.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <TextInput label={t("field.name")} data-autofocus {...form.getInputProps("name")} />
      {!contact && <TextInput label={t("field.email")} type="email" {...form.getInputProps("email")} />}
      <Group grow align="start">
        <Select
          label={t("field.tier")}
          data={TIERS.map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))}
          {...form.getInputProps("tier")}
        />
        <OrganisationSelect
          known={contact?.organisation ?? null}
          value={form.values.organisation}
          onChange={(organisation) => form.setFieldValue("organisation", organisation)}
        />
      </Group>
      <Group grow align="start">
        <Select
          label={t("field.language")}
          clearable
          searchable
          data={LANGUAGES.map((code) => ({ value: code, label: names.of(code) ?? code }))}
          {...form.getInputProps("language")}
        />
        <Select
          label={t("field.timeZone")}
          clearable
          searchable
          data={timeZones()}
          {...form.getInputProps("time_zone")}
        />
      </Group>
      <AttributeFields
        subject="contact"
        values={form.values.attributes}
        errors={form.errors}
        onChange={(attributes) => form.setFieldValue("attributes", attributes)}
      />
    </FormModal>
  );
}

interface SelectProps {
  known: { id: string; name: string } | null;
  value: string | null;
  onChange: (id: string | null) => void;
}

function OrganisationSelect({ known, value, onChange }: SelectProps) {
  const { t } = useTranslation("customers");
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: ["customers", "organisations", "choice", q],
    queryFn: () =>
      unwrap<ListOf<Organisation>>(
        api.GET("/api/v1/customers/organisations", { params: { query: { q: q || undefined, limit: 20 } } }),
      ),
  });
  const choices = new Map((found.data?.items ?? []).map((each) => [each.id, each.name]));
  if (known) choices.set(known.id, known.name);
  return (
    <Select
      label={t("field.organisation")}
      clearable
      searchable
      searchValue={q}
      onSearchChange={setQ}
      data={[...choices].map(([id, label]) => ({ value: id, label }))}
      value={value}
      onChange={onChange}
    />
  );
}
