import { Button, Progress, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { Problem } from "@/lib/api/problem";
import { Failure } from "@/ui/Failure";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { PublicPage } from "./PublicPage";
import { percentOf, progressQuery } from "./progress";

const INBOX = "/inbox/all";

/** How far the demo company is. It goes on without this page, which may be left and found again. */
export function DemoProgress() {
  const { t } = useTranslation("access");
  useDocumentTitle(t("demo.title"));
  const progress = useQuery(progressQuery(1_000));
  const filling = progress.data;
  useEffect(() => {
    if (filling?.state === "done" || filling?.state === "none") window.location.assign(INBOX);
    if (progress.error && Problem.from(progress.error).status === 401) window.location.assign(paths.signIn);
  }, [filling?.state, progress.error]);
  const percent = filling ? percentOf(filling) : 0;
  return (
    <PublicPage title={t("demo.title")} intro={t("demo.text")}>
      <Stack gap="md">
        {progress.isError && (
          <Failure what={t("demo.lost")} error={progress.error} onRetry={() => void progress.refetch()} />
        )}
        <Progress value={percent} size="lg" aria-label={t("demo.title")} />
        <div role="status">
          {filling?.state === "failed"
            ? t("demo.failed", { detail: filling.detail })
            : [t("demo.percent", { percent }), filling?.detail].filter(Boolean).join(" · ")}
        </div>
        <Button variant="default" onClick={() => window.location.assign(INBOX)}>
          {t("demo.go")}
        </Button>
      </Stack>
    </PublicPage>
  );
}
