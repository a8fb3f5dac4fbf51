import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import type { Enrolment, SecondStep as Step } from "@/lib/api/schema";
import { Refusal } from "@/ui/Refusal";
import { AppSetUp } from "./AppSetUp";
import { PasskeyButton } from "./PasskeyButton";
import { RecoveryCodes } from "./RecoveryCodes";

interface Props {
  step: Step;
  onIn: () => void;
}

/** What comes between the right password and the desk: a code, or setting up the app that gives codes. */
export function SecondStep({ step, onIn }: Props) {
  if (step.ways.length === 0) return <SetUpFirst step={step} onIn={onIn} />;
  return (
    <Stack gap="md">
      {step.ways.includes("passkey") && <PasskeyButton onIn={onIn} />}
      {step.ways.some((way) => way !== "passkey") && <Code step={step} onIn={onIn} />}
    </Stack>
  );
}

function Code({ step, onIn }: Props) {
  const { t } = useTranslation("access");
  const hasApp = step.ways.includes("code");
  const [recovering, setRecovering] = useState(!hasApp);
  const [typed, setTyped] = useState("");
  const way = recovering ? "recovery_code" : "code";
  const show = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/v1/access/sessions/second-step", {
          body: { ticket: step.ticket, [way]: typed.trim() },
        }),
      ),
    onSuccess: onIn,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    show.mutate();
  };
  const change = () => {
    setRecovering(!recovering);
    setTyped("");
    show.reset();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          key={way}
          label={t(recovering ? "second.recoveryCode" : "second.code")}
          description={t(recovering ? "second.recoveryCodeText" : "second.codeText")}
          inputMode={recovering ? "text" : "numeric"}
          autoComplete={recovering ? "off" : "one-time-code"}
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={fieldErrors(show.error)[way]}
        />
        <Refusal error={show.error} />
        <Button type="submit" size="md" loading={show.isPending} disabled={typed.trim() === ""}>
          {t("signIn.submit")}
        </Button>
        {hasApp && step.ways.includes("recovery_code") && (
          <Button variant="subtle" onClick={change}>
            {t(recovering ? "second.useApp" : "second.useRecoveryCode")}
          </Button>
        )}
      </Stack>
    </form>
  );
}

function SetUpFirst({ step, onIn }: Props) {
  const { t } = useTranslation("access");
  const { ticket } = step;
  const begin = useMutation({
    mutationFn: () => unwrap<Enrolment>(api.POST("/api/v1/access/sessions/enrolment", { body: { ticket } })),
  });
  const confirm = useMutation({
    mutationFn: (code: string) =>
      unwrap(api.POST("/api/v1/access/sessions/enrolment/confirm", { body: { ticket, code } })),
  });
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} onDone={onIn} />;
  return (
    <Stack gap="md">
      <div>{t("second.demanded")}</div>
      <Refusal error={begin.error} />
      {begin.data && (
        <AppSetUp
          enrolment={begin.data}
          busy={confirm.isPending}
          error={confirm.error}
          onCode={(code) => confirm.mutate(code)}
        />
      )}
    </Stack>
  );
}
