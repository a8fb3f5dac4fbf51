import { Button, Group, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { useMe } from "@/lib/session/session";
import { Refusal } from "@/ui/Refusal";
import { SecretInput } from "@/ui/SecretInput";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { PasswordStrength } from "../public/PasswordStrength";
import { accessKeys } from "../queries";

/** Another password, or, for whoever signs in with a provider and has none, how to get one. */
export function PasswordSection() {
  const { t } = useTranslation("access");
  return useMe().person.has_password ? (
    <PasswordForm />
  ) : (
    <Section title={t("field.password")} intro={t("profile.passwordNone")}>
      {null}
    </Section>
  );
}

/** Another password. All other sessions end with it. */
function PasswordForm() {
  const { t } = useTranslation("access");
  const { email } = useMe().person;
  const form = useForm({ initialValues: { current: "", new: "" } });
  const save = useSave({
    save: (values: typeof form.values) => unwrap(api.PUT("/api/v1/access/me/password", { body: values })),
    refresh: [accessKeys.sessions],
    form,
    said: t("profile.passwordSet"),
    onDone: () => form.reset(),
  });
  const ready = form.values.current !== "" && form.values.new !== "";
  return (
    <Section title={t("field.password")} intro={t("profile.passwordText")}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <Stack gap="md" maw={400}>
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <SecretInput
            label={t("profile.present")}
            autoComplete="current-password"
            {...form.getInputProps("current")}
          />
          <div>
            <SecretInput
              label={t("field.newPassword")}
              description={t("field.passwordRule")}
              autoComplete="new-password"
              {...form.getInputProps("new")}
            />
            <PasswordStrength password={form.values.new} />
          </div>
          <Refusal error={save.error} />
          <Group>
            <Button type="submit" variant="default" loading={save.isPending} disabled={!ready}>
              {t("profile.changePassword")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
