import { Button, Group, Modal, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Enrolment } from "@/lib/api/schema";
import { Failure } from "@/ui/Failure";
import { Mark } from "@/ui/Mark";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { accessKeys, secondFactorQuery } from "../queries";
import { AppSetUp } from "./AppSetUp";
import { PasswordAgain } from "./PasswordAgain";
import { RecoveryCodes } from "./RecoveryCodes";

const OWN = "/api/v1/access/me/second-factor";

type Asking = "begin" | "remove" | "renew" | null;

/** One's own second factor: the authenticator app and the recovery codes. */
export function OwnSecondFactor() {
  const { t } = useTranslation("access");
  const state = useQuery(secondFactorQuery);
  const [asking, setAsking] = useState<Asking>(null);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const since = state.data?.totp_since;
  return (
    <Section title={t("second.title")} intro={t("second.intro")}>
      {state.isError && (
        <Failure what={t("second.failed")} error={state.error} onRetry={() => void state.refetch()} />
      )}
      {state.isPending && <Skeleton height={60} maw={480} />}
      {state.data && !since && (
        <Group gap="md">
          <Mark tone={state.data.required ? "warn" : "quiet"}>
            {t(state.data.required ? "second.offRequired" : "second.off")}
          </Mark>
          <Button variant="default" onClick={() => setAsking("begin")}>
            {t("second.setUp")}
          </Button>
        </Group>
      )}
      {state.data && since && (
        <Group gap="md">
          <Mark tone="good">{t("second.on")}</Mark>
          <span>
            {t("second.since")} <Time at={since} as="full" />,{" "}
            {t("second.codesLeft", { count: state.data.recovery_codes })}
          </span>
          <Button variant="default" onClick={() => setAsking("renew")}>
            {t("second.renew")}
          </Button>
          {!state.data.required && (
            <Button variant="subtle" color="red" onClick={() => setAsking("remove")}>
              {t("second.remove")}
            </Button>
          )}
        </Group>
      )}
      <Questions
        asking={asking}
        onClose={() => setAsking(null)}
        onEnrolment={setEnrolment}
        onCodes={setCodes}
      />
      {enrolment && (
        <Confirming
          enrolment={enrolment}
          onClose={() => setEnrolment(null)}
          onCodes={(given) => {
            setEnrolment(null);
            setCodes(given);
          }}
        />
      )}
      {codes && (
        <Modal
          opened
          onClose={() => setCodes(null)}
          title={t("second.codes")}
          closeButtonProps={{ "aria-label": t("people.close") }}
        >
          <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
        </Modal>
      )}
    </Section>
  );
}

interface QuestionsProps {
  asking: Asking;
  onClose: () => void;
  onEnrolment: (enrolment: Enrolment) => void;
  onCodes: (codes: readonly string[]) => void;
}

function Questions({ asking, onClose, onEnrolment, onCodes }: QuestionsProps) {
  const { t } = useTranslation("access");
  if (asking === "begin") {
    return (
      <PasswordAgain
        title={t("second.setUp")}
        text={t("second.passwordFirst")}
        submit={t("second.next")}
        act={(password) => unwrap<Enrolment>(api.POST(`${OWN}/totp`, { body: { password } }))}
        onDone={(begun) => {
          onClose();
          onEnrolment(begun);
        }}
        onClose={onClose}
      />
    );
  }
  if (asking === "renew") {
    return (
      <PasswordAgain
        title={t("second.renew")}
        text={t("second.renewText")}
        submit={t("second.renew")}
        act={(password) => unwrap(api.POST(`${OWN}/recovery-codes`, { body: { password } }))}
        onDone={(made) => {
          onClose();
          onCodes(made.recovery_codes);
        }}
        onClose={onClose}
      />
    );
  }
  if (asking === "remove") {
    return (
      <PasswordAgain
        title={t("second.remove")}
        text={t("second.removeText")}
        submit={t("second.remove")}
        act={(password) => unwrap(api.POST(`${OWN}/totp/remove`, { body: { password } }))}
        onDone={onClose}
        onClose={onClose}
      />
    );
  }
  return null;
}

interface ConfirmingProps {
  enrolment: Enrolment;
  onClose: () => void;
  onCodes: (codes: readonly string[]) => void;
}

function Confirming({ enrolment, onClose, onCodes }: ConfirmingProps) {
  const { t } = useTranslation("access");
  const confirm = useSave({
    save: (code: string) => unwrap(api.POST(`${OWN}/totp/confirm`, { body: { code } })),
    refresh: [accessKeys.secondFactor],
    said: t("second.switchedOn"),
    onDone: (done) => onCodes(done.recovery_codes),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("second.setUp")}
      closeButtonProps={{ "aria-label": t("people.close") }}
    >
      <AppSetUp
        enrolment={enrolment}
        busy={confirm.isPending}
        error={confirm.error}
        onCode={(code) => confirm.mutate(code)}
      />
    </Modal>
  );
}
