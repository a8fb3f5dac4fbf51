import { Progress as Bar, Button, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { Problem } from "@/lib/api/problem";
import type { Progress } from "@/lib/api/schema";
import { count } from "@/lib/time/format";
import { Failure } from "@/ui/Failure";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { PublicPage } from "./PublicPage";
import { percentOf, progressQuery } from "./progress";

const INBOX = "/inbox/all";

/** How far the demo company is. It goes on without this page, which may be left and found again. */
export function DemoProgress() {
  const { t, i18n } = useTranslation("access");
  useDocumentTitle(t("demo.title"));
  const progress = useQuery(progressQuery(1_000));
  const filling = progress.data;
  useEffect(() => {
    if (filling?.state === "done" || filling?.state === "none") window.location.assign(INBOX);
    if (progress.error && Problem.from(progress.error).status === 401) window.location.assign(paths.signIn);
  }, [filling?.state, progress.error]);
  const steps = ({ done, total }: Progress) => ({
    done: count(done, i18n.language),
    total: count(total, i18n.language),
  });
  const percent = filling ? percentOf(filling) : 0;
  return (
    <PublicPage title={t("demo.title")} intro={t("demo.text")}>
      <Stack gap="md">
        {progress.isError && (
          <Failure what={t("demo.lost")} error={progress.error} onRetry={() => void progress.refetch()} />
        )}
        <Bar value={percent} size="lg" aria-label={t("demo.title")} />
        <div role="status">
          {filling?.state === "failed"
            ? t("demo.failed")
            : [t("demo.percent", { percent }), filling && t("demo.steps", steps(filling))]
                .filter(Boolean)
                .join(" · ")}
        </div>
        <Button variant="default" onClick={() => window.location.assign(INBOX)}>
          {t("demo.go")}
        </Button>
      </Stack>
    </PublicPage>
  );
}
