import { Group, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { NewContact } from "@/lib/api/schema";
import type { Contact, ListOf, Organisation } from "@/lib/api/types";
import { timeZones } from "@/lib/time/zones";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { AttributeFields, useAttributeWords } from "./AttributeFields";
import { contactQuery } from "./queries";

const TIERS = ["standard", "priority", "vip"] as const;
const LANGUAGES = ["en", "de", "fr", "nl", "es", "it", "pl", "pt", "da", "sv", "nb", "fi", "cs", "tr"];

function valuesOf(contact: Contact | null) {
  return {
    name: contact?.name ?? "",
    email: "",
    tier: contact?.tier ?? ("standard" as Contact["tier"]),
    organisation: contact?.organisation?.id ?? null,
    language: contact?.language ?? null,
    time_zone: contact?.time_zone ?? null,
    attributes: (contact?.attributes ?? {}) as Record<string, unknown>,
  };
}

/** The names of organisations that were this contact's while the form is open. */
function useOrganisationName(contact: Contact | null): (id: unknown) => string {
  const queries = useQueryClient();
  return (id) => {
    if (id === contact?.organisation?.id) return contact?.organisation?.name ?? "";
    const lists = queries.getQueriesData<ListOf<Organisation>>({
      queryKey: ["customers", "organisations", "choice"],
    });
    const known = lists.flatMap(([, list]) => list?.items ?? []).find((each) => each.id === id);
    return known?.name ?? String(id);
  };
}

/** Makes or changes a customer. */
export function ContactForm({ contact, onClose }: { contact: Contact | null; onClose: () => void }) {
  const { t, i18n } = useTranslation("customers");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: valuesOf(contact) });
  const names = new Intl.DisplayNames([i18n.language], { type: "language" });
  const organisationName = useOrganisationName(contact);
  const attributeWords = useAttributeWords("contact");
  const words = wordsFrom({
    name: { label: t("field.name") },
    tier: { label: t("field.tier"), text: (tier) => t(`tier.${tier as Contact["tier"]}`) },
    organisation: { label: t("field.organisation"), text: organisationName },
    language: { label: t("field.language"), text: (code) => names.of(String(code)) ?? String(code) },
    time_zone: { label: t("field.timeZone") },
  });
  const editing = useClash({
    thing: contact,
    valuesOf,
    form,
    words: (path) => attributeWords(path) ?? words(path),
  });
  const save = useSave({
    save: ({ email, organisation, ...values }: typeof form.values, key) => {
      // The document calls them "object": what is inside, the definitions say.
      const attributes = values.attributes as NewContact["attributes"];
      const body = { ...values, attributes, organisation_id: organisation };
      if (contact) {
        return unwrap<Contact>(
          api.PATCH("/api/v1/customers/contacts/{id}", {
            params: { path: { id: contact.id } },
            body: { ...body, version: editing.version },
          }),
        );
      }
      return unwrap<Contact>(
        api.POST("/api/v1/customers/contacts", {
          headers: { "Idempotency-Key": key },
          body: { ...body, identities: [{ kind: "email", value: email }] },
        }),
      );
    },
    refresh: [["customers", "contacts"], ...(contact ? [contactQuery(contact.id).queryKey] : [])],
    form: {
      setErrors: ({ "identities.0.value": email, ...faults }) =>
        form.setErrors(email ? { ...faults, email } : faults),
    },
    onDone: (saved) => {
      queries.setQueryData(contactQuery(saved.id).queryKey, saved);
      onClose();
      if (!contact) void navigate({ to: paths.contact, params: { contact: saved.id } });
    },
  });
  return (
    <FormModal
      title={t(contact ? "contact.edit" : "contact.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
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
