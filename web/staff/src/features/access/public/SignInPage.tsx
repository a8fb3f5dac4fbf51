import { Button, Divider, Skeleton, Stack } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SecondStep } from "@/lib/api/schema";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { signOnOfferQuery } from "../queries";
import { SecondStepPage } from "../secondFactor/SecondStepPage";
import { SignOnButtons } from "../signOn/SignOnButtons";
import { PasswordSignIn } from "./PasswordSignIn";
import { PublicPage } from "./PublicPage";

const route = getRouteApi("/sign-in");

/** The ways in: the company's account, a passkey, a password; then the second step, for whom there is one. */
export function SignInPage() {
  const { t } = useTranslation("access");
  const { back } = route.useSearch();
  useDocumentTitle(t("signIn.title"));
  const [step, setStep] = useState<SecondStep | null>(null);
  const enter = () => window.location.assign(back ?? "/");
  if (step) return <SecondStepPage step={step} onIn={enter} onBack={() => setStep(null)} />;
  return (
    <PublicPage title={t("signIn.title")}>
      <Ways back={back} onStep={setStep} onIn={enter} />
    </PublicPage>
  );
}

interface Props {
  back: string | undefined;
  onStep: (step: SecondStep) => void;
  onIn: () => void;
}

/** While nobody knows what is offered nothing moves about; when it cannot be learned the password is offered as ever. */
function Ways({ back, onStep, onIn }: Props) {
  const { t } = useTranslation("access");
  const { data: offer, isPending, isError, isFetching, refetch } = useQuery(signOnOfferQuery);
  const password = <PasswordSignIn onStep={onStep} onIn={onIn} />;
  if (isPending) return <Skeleton height={280} />;
  if (isError) {
    return (
      <Stack gap="md">
        {password}
        <Button variant="subtle" loading={isFetching} onClick={() => void refetch()}>
          {t("signOn.askAgain")}
        </Button>
      </Stack>
    );
  }
  if (offer.providers.length === 0) return password;
  const onlyAdministrators = offer.password === "administrators";
  return (
    <Stack gap="lg">
      <SignOnButtons providers={offer.providers} target={back} main={onlyAdministrators} />
      {onlyAdministrators ? (
        <Folded>{password}</Folded>
      ) : (
        <>
          <Divider label={t("signOn.or")} />
          {password}
        </>
      )}
    </Stack>
  );
}

/** The password is for the few who look after the house: it stands behind a line that says so. */
function Folded({ children }: { children: ReactNode }) {
  const { t } = useTranslation("access");
  const [open, setOpen] = useState(false);
  const id = useId();
  const Icon = open ? IconChevronUp : IconChevronDown;
  return (
    <div>
      <Button
        variant="subtle"
        fullWidth
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        rightSection={<Icon size={16} aria-hidden="true" />}
        onClick={() => setOpen(!open)}
      >
        {t("signOn.byPassword")}
      </Button>
      {open && (
        <Stack id={id} gap="md" mt="md">
          <div>{t("signOn.onlyAdministrators")}</div>
          {children}
        </Stack>
      )}
    </div>
  );
}
