import { Button, Group } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import { Empty } from "@/ui/Empty";
import { useProblemText } from "@/ui/problemText";

/** A page broke. Says so in plain words; nothing the person typed is sent anywhere. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation("app");
  const problemText = useProblemText();
  const problem = Problem.from(error);
  const ours = problem.status === -1;
  return (
    <div role="alert">
      <Empty
        title={t(ours ? "crash.title" : "crash.load")}
        action={
          <Group gap="xs" justify="center">
            <Button onClick={reset}>{t("failure.again")}</Button>
            <Button variant="default" onClick={() => window.location.reload()}>
              {t("crash.reload")}
            </Button>
          </Group>
        }
      >
        <p>{ours ? t("crash.text") : problemText(problem)}</p>
      </Empty>
    </div>
  );
}

/** The address leads nowhere. */
export function LostPage() {
  const { t } = useTranslation("app");
  return (
    <main>
      <Empty
        page
        title={t("lost.title")}
        action={
          <Button component="a" href="/">
            {t("lost.home")}
          </Button>
        }
      >
        {t("lost.text")}
      </Empty>
    </main>
  );
}
