import { Button, Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { SecondStep as Step } from "@/lib/api/schema";
import { useMe } from "@/lib/session/session";
import { useProblemText } from "@/ui/problemText";
import { SecretInput } from "@/ui/SecretInput";

const SecondStep = lazy(async () => ({
  default: (await import("@/features/access/secondFactor/SecondStep")).SecondStep,
}));

const SignOnInstead = lazy(async () => ({
  default: (await import("@/features/access/signOn/SignOnInstead")).SignOnInstead,
}));

/** The session ended while somebody was at work: sign in again in place, nothing on the screen is lost. */
export function SessionExpired({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation("app");
  const { person } = useMe();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [password, setPassword] = useState("");
  const [step, setStep] = useState<Step | null>(null);
  const goOn = () => {
    onSignedIn();
    void queries.invalidateQueries();
  };
  const signIn = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/v1/access/sessions", { body: { email: person.email, password } })),
    onSuccess: (answer) => ("ticket" in answer ? setStep(answer) : goOn()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  if (step) {
    return (
      <Modal opened onClose={() => undefined} withCloseButton={false} title={t("expired.title")} centered>
        <Suspense>
          <SecondStep step={step} onIn={goOn} />
        </Suspense>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={t("expired.title")} centered>
      <form onSubmit={submit}>
        <Stack gap="md">
          <div>{t("expired.text", { email: person.email })}</div>
          <SecretInput
            label={t("expired.password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={signIn.isError ? problemText(signIn.error) : null}
            autoComplete="current-password"
            data-autofocus
          />
          <Button type="submit" loading={signIn.isPending} disabled={!password}>
            {t("expired.signIn")}
          </Button>
          <Suspense>
            <SignOnInstead />
          </Suspense>
        </Stack>
      </form>
    </Modal>
  );
}
