import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import classes from "./Failure.module.css";
import { useProblemText } from "./problemText";

interface Props {
  error: unknown;
  /** What was being done, as the beginning of the sentence: "The list could not be loaded". */
  what: string;
  onRetry?: () => void;
}

/** Says what happened, what was kept and what to do next, in place of the content that is missing. */
export function Failure({ error, what, onRetry }: Props) {
  const { t } = useTranslation("app");
  const problemText = useProblemText();
  const problem = Problem.from(error);
  return (
    <div role="alert" className={classes.failure}>
      <p className={classes.what}>{what}</p>
      <p className={classes.why}>{problemText(problem)}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t("failure.again")}
        </Button>
      )}
    </div>
  );
}
