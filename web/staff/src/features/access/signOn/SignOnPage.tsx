import { Loader, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import { ButtonLink } from "@/ui/ButtonLink";
import { useProblemText } from "@/ui/problemText";
import { Refusal } from "@/ui/Refusal";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { PublicPage } from "../public/PublicPage";
import { SecondStepPage } from "../secondFactor/SecondStepPage";
import { type Arrival, arrival } from "./arrival";
import { keepTarget, keptTarget } from "./target";

/** Where a provider sends people back to: what they bring is handed to the server, once. */
export function SignOnPage() {
  const { t } = useTranslation("access");
  useDocumentTitle(t("signIn.title"));
  const [brought] = useState(() => arrival());
  const enter = () => {
    const target = keptTarget() ?? paths.home;
    keepTarget(undefined);
    // The address with the code is not to be come back to.
    window.location.replace(target);
  };
  return <SignOnReturn brought={brought} onIn={enter} />;
}

/** Hands over what was brought, and shows what came of it. */
export function SignOnReturn({ brought, onIn }: { brought: Arrival; onIn: () => void }) {
  const { t } = useTranslation("access");
  const navigate = useNavigate();
  const redeem = useRedemption(brought, onIn);
  const back = keptTarget();
  if (!brought.state) {
    return (
      <NotIn back={back}>
        <div>{t("signOn.nothing")}</div>
      </NotIn>
    );
  }
  if (redeem.data && "ticket" in redeem.data) {
    const leave = () => void navigate({ to: paths.signIn, search: { back }, replace: true });
    return <SecondStepPage step={redeem.data} onIn={onIn} onBack={leave} />;
  }
  if (redeem.isError) return <Refused error={redeem.error} back={back} />;
  return (
    <PublicPage title={t("signOn.underWay")}>
      <Loader size="sm" role="status" aria-label={t("signOn.underWay")} />
    </PublicPage>
  );
}

/** A code is good once, and effects may run twice: the first one asks, whoever comes later waits for the same answer. */
function useRedemption({ state, ...brought }: Arrival, onIn: () => void) {
  const redeem = useMutation({
    mutationFn: (begun: string) =>
      unwrap(api.POST("/api/v1/access/sign-on/return", { body: { ...brought, state: begun } })),
    onSuccess: (answer) => {
      if (!("ticket" in answer)) onIn();
    },
  });
  const asked = useRef(false);
  const { mutate } = redeem;
  useEffect(() => {
    if (!state || asked.current) return;
    asked.current = true;
    mutate(state);
  }, [state, mutate]);
  return redeem;
}

/** What can be done about a refusal whose sentence does not say it. */
const ADVICE = {
  "access.sign_on_refused": "again",
  "access.sign_on_failed": "tell",
  "access.sign_on_no_email": "ask",
  "access.sign_on_domain": "other",
} as const;

function Refused({ error, back }: { error: unknown; back: string | undefined }) {
  const { t } = useTranslation("access");
  const problemText = useProblemText();
  const { code } = Problem.from(error);
  const advice = code in ADVICE && ADVICE[code as keyof typeof ADVICE];
  return (
    <NotIn back={back}>
      <Refusal error={new Problem(422, code, problemText(error))} />
      {advice && <div>{t(`signOn.advice.${advice}`)}</div>}
    </NotIn>
  );
}

function NotIn({ back, children }: { back: string | undefined; children: ReactNode }) {
  const { t } = useTranslation("access");
  return (
    <PublicPage title={t("signOn.notIn")}>
      <Stack gap="md">
        {children}
        <ButtonLink to={paths.signIn} search={{ back }} size="md" replace>
          {t("forgotten.back")}
        </ButtonLink>
      </Stack>
    </PublicPage>
  );
}
