import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { fieldErrors, Problem } from "@/lib/api/problem";
import type { SecondStep } from "@/lib/api/schema";
import { Refusal } from "@/ui/Refusal";
import { SecretInput } from "@/ui/SecretInput";
import { PasskeyButton } from "../secondFactor/PasskeyButton";

interface Props {
  onStep: (step: SecondStep) => void;
  onIn: () => void;
}

/** Mail address and password, or a passkey. */
export function PasswordSignIn({ onStep, onIn }: Props) {
  const { t } = useTranslation("access");
  const form = useForm({ initialValues: { email: "", password: "" } });
  const signIn = useMutation({
    mutationFn: (values: typeof form.values) => unwrap(api.POST("/api/v1/access/sessions", { body: values })),
    onSuccess: (answer) => ("ticket" in answer ? onStep(answer) : onIn()),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  // For a wrong password 401 is the ordinary answer; the general words for it speak of an ended session.
  const wrong = signIn.isError && Problem.from(signIn.error).status === 401;
  return (
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
        <SecretInput
          label={t("field.password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps("password")}
        />
        <Refusal error={wrong ? new Problem(422, "", t("signIn.wrong")) : signIn.error} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          {t("signIn.submit")}
        </Button>
        <PasskeyButton onIn={onIn} />
        <Link to={paths.forgotten}>{t("signIn.forgotten")}</Link>
      </Stack>
    </form>
  );
}
