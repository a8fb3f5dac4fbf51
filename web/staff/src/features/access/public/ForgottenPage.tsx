import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import { Refusal } from "@/ui/Refusal";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { PublicPage } from "./PublicPage";

/** Asks for a link by which a new password can be set. The answer never tells whether somebody is known. */
export function ForgottenPage() {
  const { t } = useTranslation("access");
  useDocumentTitle(t("forgotten.title"));
  const form = useForm({ initialValues: { email: "" } });
  const ask = useMutation({
    mutationFn: (values: typeof form.values) =>
      unwrap(api.POST("/api/v1/access/password-resets", { body: values })),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  if (ask.isSuccess) {
    return (
      <PublicPage title={t("forgotten.sent")} intro={t("forgotten.sentText", { email: form.values.email })}>
        <Link to={paths.signIn}>{t("forgotten.back")}</Link>
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t("forgotten.title")} intro={t("forgotten.text")}>
      <form onSubmit={form.onSubmit((values) => ask.mutate(values))}>
        <Stack gap="md">
          <TextInput
            label={t("field.email")}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            {...form.getInputProps("email")}
          />
          <Refusal error={ask.error} />
          <Button type="submit" size="md" loading={ask.isPending}>
            {t("forgotten.submit")}
          </Button>
          <Link to={paths.signIn}>{t("forgotten.back")}</Link>
        </Stack>
      </form>
    </PublicPage>
  );
}
