import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { CopyField } from "@/ui/CopyField";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { accessKeys } from "../queries";
import { PermissionPicker } from "../roles/PermissionPicker";

const LIFETIMES = ["30", "90", "365", "never"] as const;
const DAY = 86_400_000;

/** Makes a token; its secret is shown this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("access");
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm({ initialValues: { name: "", lifetime: "90", scopes: [] as string[] } });
  const make = useSave({
    save: ({ name, lifetime, scopes }: typeof form.values, key) =>
      unwrap(
        api.POST("/api/v1/access/tokens", {
          headers: { "Idempotency-Key": key },
          body: {
            name,
            scopes,
            expires_at:
              lifetime === "never" ? null : new Date(Date.now() + Number(lifetime) * DAY).toISOString(),
          },
        }),
      ),
    refresh: [accessKeys.tokens],
    form,
    onDone: (made) => (made.secret ? setSecret(made.secret) : onClose()),
  });
  if (secret) {
    return (
      <Modal opened onClose={onClose} title={t("token.made")} size={520} withCloseButton={false}>
        <Stack gap="md">
          <div>{t("token.secretText")}</div>
          <CopyField label={t("token.secret")} value={secret} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t("token.kept")}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <FormModal
      title={t("token.add")}
      submit={t("token.make")}
      size={720}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => make.mutate(values))}
      busy={make.isPending}
      error={make.error}
    >
      <TextInput
        label={t("token.name")}
        placeholder={t("token.example")}
        data-autofocus
        {...form.getInputProps("name")}
      />
      <Select
        label={t("token.lifetime")}
        data={LIFETIMES.map((days) => ({ value: days, label: t(`token.days.${days}`) }))}
        error={form.errors.expires_at}
        {...form.getInputProps("lifetime")}
      />
      <PermissionPicker
        value={form.values.scopes}
        onChange={(scopes) => form.setFieldValue("scopes", scopes)}
        error={typeof form.errors.scopes === "string" ? form.errors.scopes : undefined}
      />
    </FormModal>
  );
}
