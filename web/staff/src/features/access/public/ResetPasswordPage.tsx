import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import { ButtonLink } from "@/ui/ButtonLink";
import { Refusal } from "@/ui/Refusal";
import { SecretInput } from "@/ui/SecretInput";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { PasswordStrength } from "./PasswordStrength";
import { PublicPage } from "./PublicPage";

const route = getRouteApi("/reset-password");

/** Sets a new password with the secret of a mailed link. */
export function ResetPasswordPage() {
  const { t } = useTranslation("access");
  const { token = "" } = route.useSearch();
  useDocumentTitle(t("reset.title"));
  const form = useForm({ initialValues: { password: "" } });
  const redeem = useMutation({
    mutationFn: ({ password }: typeof form.values) =>
      unwrap(api.POST("/api/v1/access/password-resets/redeem", { body: { token, password } })),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  if (redeem.isSuccess) {
    return (
      <PublicPage title={t("reset.done")} intro={t("reset.doneText")}>
        <ButtonLink to={paths.signIn} size="md">
          {t("signIn.submit")}
        </ButtonLink>
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t("reset.title")}>
      <form onSubmit={form.onSubmit((values) => redeem.mutate(values))}>
        <Stack gap="md">
          <div>
            <SecretInput
              label={t("field.newPassword")}
              description={t("field.passwordRule")}
              autoComplete="new-password"
              required
              withAsterisk={false}
              {...form.getInputProps("password")}
            />
            <PasswordStrength password={form.values.password} />
          </div>
          <Refusal error={redeem.error} />
          <Button type="submit" size="md" loading={redeem.isPending}>
            {t("reset.submit")}
          </Button>
          {redeem.isError && <Link to={paths.forgotten}>{t("reset.again")}</Link>}
        </Stack>
      </form>
    </PublicPage>
  );
}
