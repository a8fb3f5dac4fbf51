import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { fieldErrors, Problem } from "@/lib/api/problem";
import type { SecondStep as Step } from "@/lib/api/schema";
import { Refusal } from "@/ui/Refusal";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { PasskeyButton } from "../secondFactor/PasskeyButton";
import { SecondStep } from "../secondFactor/SecondStep";
import { PublicPage } from "./PublicPage";

const route = getRouteApi("/sign-in");

/** Mail address and password; then the second step, for whom there is one. */
export function SignInPage() {
  const { t } = useTranslation("access");
  const { back } = route.useSearch();
  useDocumentTitle(t("signIn.title"));
  const [step, setStep] = useState<Step | null>(null);
  const enter = () => window.location.assign(back ?? "/");
  const form = useForm({ initialValues: { email: "", password: "" } });
  const signIn = useMutation({
    mutationFn: (values: typeof form.values) => unwrap(api.POST("/api/v1/access/sessions", { body: values })),
    onSuccess: (answer) => ("ticket" in answer ? setStep(answer) : enter()),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  // For a wrong password 401 is the ordinary answer; the general words for it speak of an ended session.
  const wrong = signIn.isError && Problem.from(signIn.error).status === 401;
  if (step) {
    return (
      <PublicPage title={t(step.ways.length > 0 ? "second.stepTitle" : "second.title")}>
        <SecondStep step={step} onIn={enter} />
        <Button variant="subtle" mt="md" fullWidth onClick={() => setStep(null)}>
          {t("forgotten.back")}
        </Button>
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t("signIn.title")}>
      <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
        <Stack gap="md">
          <TextInput
            label={t("field.email")}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            data-autofocus
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("field.password")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps("password")}
          />
          {wrong ? (
            <Refusal error={new Problem(422, "", t("signIn.wrong"))} />
          ) : (
            <Refusal error={signIn.error} />
          )}
          <Button type="submit" size="md" loading={signIn.isPending}>
            {t("signIn.submit")}
          </Button>
          <PasskeyButton onIn={enter} />
          <Link to={paths.forgotten}>{t("signIn.forgotten")}</Link>
        </Stack>
      </form>
    </PublicPage>
  );
}
