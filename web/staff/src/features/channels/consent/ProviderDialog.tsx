import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { MailProvider } from "@/lib/api/schema";
import { CopyField } from "@/ui/CopyField";
import { FormModal } from "@/ui/FormModal";
import { SecretInput } from "@/ui/SecretInput";
import { useSave } from "@/ui/useSave";
import { channelsKeys } from "../queries";

const KINDS = ["google", "microsoft", "other"] as const;

const valuesOf = (provider: MailProvider | null) => ({
  kind: provider?.kind ?? ("google" as MailProvider["kind"]),
  name: provider?.name ?? "",
  client_id: provider?.client_id ?? "",
  client_secret: "",
  tenant: provider?.tenant ?? "",
  authorize_url: provider?.authorize_url ?? "",
  token_url: provider?.token_url ?? "",
  scope: provider?.scope ?? "",
});
type Values = ReturnType<typeof valuesOf>;

/** How we are registered at a provider; the secret is never shown again. */
export function ProviderDialog({
  provider,
  onClose,
}: {
  provider: MailProvider | null;
  onClose: () => void;
}) {
  const { t } = useTranslation("channels");
  const form = useForm({ initialValues: valuesOf(provider) });
  const { kind } = form.values;
  const save = useSave({
    save: ({ kind, client_secret, ...values }: Values, key) => {
      const body = { ...values, client_secret: client_secret || null };
      return provider
        ? unwrap(
            api.PATCH("/api/v1/channels/mail-providers/{id}", {
              params: { path: { id: provider.id } },
              body: { ...body, version: provider.version },
            }),
          )
        : unwrap(
            api.POST("/api/v1/channels/mail-providers", {
              headers: { "Idempotency-Key": key },
              body: { ...body, kind, name: values.name || t(`providers.kinds.${kind}`) },
            }),
          );
    },
    refresh: [channelsKeys.providers],
    form,
    said: t("providers.saved"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t(provider ? "providers.edit" : "providers.add")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <Select
        label={t("providers.kind")}
        data={KINDS.map((each) => ({ value: each, label: t(`providers.kinds.${each}`) }))}
        allowDeselect={false}
        disabled={provider !== null}
        {...form.getInputProps("kind")}
      />
      <TextInput
        label={t("providers.name")}
        placeholder={t(`providers.kinds.${kind}`)}
        {...form.getInputProps("name")}
      />
      <CopyField
        label={t("providers.redirect")}
        value={provider?.redirect_url ?? `${window.location.origin}/administration/mailboxes/consent`}
      />
      <TextInput label={t("providers.clientId")} autoComplete="off" {...form.getInputProps("client_id")} />
      <SecretInput
        label={t("providers.clientSecret")}
        autoComplete="new-password"
        placeholder={provider?.has_secret ? t("form.kept") : ""}
        {...form.getInputProps("client_secret")}
      />
      {kind === "microsoft" && (
        <TextInput
          label={t("providers.tenant")}
          description={t("providers.tenantText")}
          {...form.getInputProps("tenant")}
        />
      )}
      {kind === "other" && (
        <>
          <TextInput label={t("providers.authorizeUrl")} {...form.getInputProps("authorize_url")} />
          <TextInput label={t("providers.tokenUrl")} {...form.getInputProps("token_url")} />
          <TextInput label={t("providers.scope")} {...form.getInputProps("scope")} />
        </>
      )}
    </FormModal>
  );
}
