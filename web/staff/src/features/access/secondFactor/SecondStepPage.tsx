import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SecondStep as Step } from "@/lib/api/schema";
import { PublicPage } from "../public/PublicPage";
import { SecondStep } from "./SecondStep";

interface Props {
  step: Step;
  onIn: () => void;
  onBack: () => void;
}

/** The second step as a page of its own, before anybody is signed in. */
export function SecondStepPage({ step, onIn, onBack }: Props) {
  const { t } = useTranslation("access");
  return (
    <PublicPage title={t(step.ways.length > 0 ? "second.stepTitle" : "second.title")}>
      <SecondStep step={step} onIn={onIn} />
      <Button variant="subtle" mt="md" fullWidth onClick={onBack}>
        {t("forgotten.back")}
      </Button>
    </PublicPage>
  );
}
