import { Fieldset, Select, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { Problem, pointerToField } from "@/lib/api/problem";
import type { IdentityProviderView } from "@/lib/api/schema";
import { CopyField } from "@/ui/CopyField";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { SecretInput } from "@/ui/SecretInput";
import { useSave } from "@/ui/useSave";
import { useRoleAndTeamChoices } from "../people/useChoices";
import { accessKeys } from "../queries";
import { creationOf, faultOf, type ProviderValues, revisionOf, valuesOf } from "./providerValues";
import { RoleRules } from "./RoleRules";
import { useProviderWords } from "./useProviderWords";

interface Props {
  /** None: a new one. */
  provider: IdentityProviderView | null;
  onClose: () => void;
  onSaved: (provider: IdentityProviderView) => void;
}

/** How the house is registered at an identity provider, who gets in by it, and as what. */
export function ProviderDialog({ provider, onClose, onSaved }: Props) {
  const { t } = useTranslation("access");
  const { roles } = useRoleAndTeamChoices();
  const form = useForm<ProviderValues>({
    initialValues: valuesOf(provider),
    validate: {
      role_rules: {
        value: (value) => (value.trim() ? null : t("provider.ruleNoValue")),
        role_id: (role) => (role ? null : t("provider.ruleNoRole")),
      },
    },
  });
  const editing = useClash({ thing: provider, valuesOf, form, words: useProviderWords(roles) });
  const save = useSave({
    save: (values: ProviderValues, key) =>
      provider
        ? unwrap(
            api.PATCH("/api/v1/access/identity-providers/{id}", {
              params: { path: { id: provider.id } },
              body: revisionOf(values, editing.version),
            }),
          )
        : unwrap(
            api.POST("/api/v1/access/identity-providers", {
              headers: { "Idempotency-Key": key },
              body: creationOf(values),
            }),
          ),
    refresh: [accessKeys.identityProviders, accessKeys.security, accessKeys.signOn],
    form,
    said: t("provider.saved", { name: form.values.name }),
    onDone: onSaved,
  });
  const fields = useRef<HTMLDivElement>(null);
  const [halted, setHalted] = useState(0);
  // The form is longer than the screen: the first field at fault comes into view.
  useEffect(() => {
    if (!save.error && halted === 0) return;
    fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.error, halted]);
  const faults = save.error ? Problem.from(save.error).fields : [];
  const elsewhere = faults.find(
    ({ pointer }) => !((pointerToField(pointer).split(".")[0] ?? "") in form.values),
  );
  return (
    <FormModal
      title={provider ? provider.name : t("provider.add")}
      size={640}
      onClose={onClose}
      onSubmit={form.onSubmit(
        (values) => save.mutate(values),
        () => setHalted(halted + 1),
      )}
      busy={save.isPending}
      error={faults.length > 0 ? new Problem(422, "", elsewhere?.detail ?? t("provider.look")) : save.error}
      editing={editing}
    >
      <Stack gap="md" ref={fields}>
        <Registration form={form} provider={provider} />
        <WhoGetsIn form={form} />
        <AsWhat form={form} roles={roles} />
      </Stack>
    </FormModal>
  );
}

type Form = UseFormReturnType<ProviderValues>;

function Registration({ form, provider }: { form: Form; provider: IdentityProviderView | null }) {
  const { t } = useTranslation("access");
  const elsewhere = provider !== null && form.values.issuer.trim() !== provider.issuer;
  return (
    <Fieldset legend={t("provider.registration")}>
      <Stack gap="md">
        <CopyField
          label={t("provider.redirect")}
          value={provider?.redirect_url ?? `${window.location.origin}${paths.signOn}`}
        />
        <TextInput
          label={t("provider.name")}
          description={t("provider.nameText")}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("provider.issuer")}
          description={t("provider.issuerText")}
          placeholder="https://"
          type="url"
          {...form.getInputProps("issuer")}
        />
        <TextInput label={t("provider.clientId")} autoComplete="off" {...form.getInputProps("client_id")} />
        <SecretInput
          label={t("provider.clientSecret")}
          description={t(elsewhere ? "provider.secretElsewhere" : "provider.secretText")}
          autoComplete="new-password"
          placeholder={provider?.has_secret && !elsewhere ? t("provider.kept") : ""}
          {...form.getInputProps("client_secret")}
        />
        <TextInput
          label={t("provider.scopes")}
          description={t("provider.scopesText")}
          autoComplete="off"
          {...form.getInputProps("scopes")}
        />
        <Switch
          label={t("provider.enabled")}
          description={t("provider.enabledText")}
          {...form.getInputProps("enabled", { type: "checkbox" })}
        />
      </Stack>
    </Fieldset>
  );
}

function WhoGetsIn({ form }: { form: Form }) {
  const { t } = useTranslation("access");
  const { create_people, email_domains } = form.values;
  return (
    <Fieldset legend={t("provider.who")}>
      <Stack gap="md">
        <TagsInput
          label={t("provider.domains")}
          description={t("provider.domainsText")}
          placeholder={email_domains.length === 0 ? "company.example" : ""}
          splitChars={[",", " ", ";"]}
          {...form.getInputProps("email_domains")}
          error={faultOf(form.errors, "email_domains")}
        />
        <Switch
          label={t("provider.create")}
          description={t(
            create_people && email_domains.length === 0 ? "provider.createAnybody" : "provider.createText",
          )}
          {...form.getInputProps("create_people", { type: "checkbox" })}
        />
        <Switch
          label={t("provider.trust")}
          description={t("provider.trustText")}
          {...form.getInputProps("trust_email", { type: "checkbox" })}
        />
        <Switch
          label={t("provider.second")}
          description={t("provider.secondText")}
          {...form.getInputProps("counts_as_second_factor", { type: "checkbox" })}
        />
      </Stack>
    </Fieldset>
  );
}

function AsWhat({ form, roles }: { form: Form; roles: { value: string; label: string }[] }) {
  const { t } = useTranslation("access");
  return (
    <Fieldset legend={t("provider.asWhat")}>
      <Stack gap="md">
        <TextInput
          label={t("provider.claim")}
          description={t("provider.claimText")}
          placeholder="groups"
          autoComplete="off"
          {...form.getInputProps("role_claim")}
        />
        <RoleRules form={form} roles={roles} />
        <Select
          label={t("provider.defaultRole")}
          description={t("provider.defaultRoleText")}
          placeholder={t("provider.noRole")}
          data={roles}
          clearable
          clearButtonProps={{ "aria-label": t("provider.noRole") }}
          {...form.getInputProps("default_role_id")}
        />
        <Switch
          label={t("provider.follow")}
          description={t("provider.followText")}
          {...form.getInputProps("roles_follow", { type: "checkbox" })}
        />
      </Stack>
    </Fieldset>
  );
}
