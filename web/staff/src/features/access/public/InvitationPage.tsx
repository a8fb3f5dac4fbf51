import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import type { SecondStep as Step } from "@/lib/api/schema";
import { Refusal } from "@/ui/Refusal";
import { SecretInput } from "@/ui/SecretInput";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { SecondStep } from "../secondFactor/SecondStep";
import { PasswordStrength } from "./PasswordStrength";
import { PublicPage } from "./PublicPage";

const route = getRouteApi("/invitation");

interface Invited {
  email: string;
  name: string;
  company: string;
}

/** An invited colleague takes the place that was made for them. */
export function InvitationPage() {
  const { t } = useTranslation("access");
  const { token = "" } = route.useSearch();
  useDocumentTitle(t("invitation.title"));
  const invitation = useQuery({
    queryKey: ["access", "invitation", token],
    queryFn: () =>
      unwrap<Invited>(api.GET("/api/v1/access/invitations/by-token", { params: { query: { token } } })),
    retry: false,
  });
  if (invitation.isError) {
    return (
      <PublicPage title={t("invitation.gone")} intro={t("invitation.goneText")}>
        <Link to={paths.signIn}>{t("forgotten.back")}</Link>
      </PublicPage>
    );
  }
  return (
    <PublicPage
      title={t("invitation.title")}
      intro={
        invitation.data &&
        t("invitation.text", { company: invitation.data.company, email: invitation.data.email })
      }
    >
      {invitation.data && <Join token={token} invited={invitation.data} />}
    </PublicPage>
  );
}

function Join({ token, invited }: { token: string; invited: Invited }) {
  const { t } = useTranslation("access");
  const form = useForm({ initialValues: { name: invited.name, password: "" } });
  const [step, setStep] = useState<Step | null>(null);
  const redeem = useMutation({
    mutationFn: (values: typeof form.values) =>
      unwrap(api.POST("/api/v1/access/invitations/redeem", { body: { token, ...values } })),
    onSuccess: (answer) => ("ticket" in answer ? setStep(answer) : window.location.assign("/")),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  if (step) return <SecondStep step={step} onIn={() => window.location.assign("/")} />;
  return (
    <form onSubmit={form.onSubmit((values) => redeem.mutate(values))}>
      <Stack gap="md">
        <TextInput
          label={t("field.yourName")}
          autoComplete="name"
          required
          withAsterisk={false}
          {...form.getInputProps("name")}
        />
        <div>
          <SecretInput
            label={t("field.password")}
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
          {t("invitation.submit")}
        </Button>
      </Stack>
    </form>
  );
}
