import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Step } from "@/lib/api/schema";
import { useWhyText } from "@/ui/whyText";
import classes from "./Mailboxes.module.css";

/** What a test of the connection found, step by step, and what to do about what went wrong. */
export function TrialReport({ steps }: { steps: Step[] }) {
  const { t, i18n } = useTranslation("channels");
  const name = (step: string) => {
    const key = `step.${step}`;
    return i18n.exists(key, { ns: "channels" }) ? t(key as "step.imap_connect") : step;
  };
  const whyText = useWhyText();
  const well = steps.every((step) => step.ok);
  return (
    <div role="status">
      <ul className={classes.report} aria-label={t("form.report")}>
        {steps
          .map((step) => ({ ...step, ...whyText(step.why, step.detail, step.hint) }))
          .map((step) => (
            <li key={step.step} className={classes.step} data-ok={step.ok}>
              {step.ok ? (
                <IconCircleCheck size={20} aria-label={t("form.fine")} />
              ) : (
                <IconAlertTriangle size={20} aria-label={t("form.wrong")} />
              )}
              <div>
                <span className={classes.stepName}>{name(step.step)}.</span> {step.sentence}
                {step.hint && <p className={classes.advice}>{step.hint}</p>}
              </div>
            </li>
          ))}
        <li className={classes.stepName}>{well ? t("form.allWell") : t("form.notWell")}</li>
      </ul>
    </div>
  );
}
