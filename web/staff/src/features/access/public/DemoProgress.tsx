import { Button, Progress, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { PublicPage } from "./PublicPage";

interface Filling {
  state: "none" | "running" | "done" | "failed";
  done: number;
  total: number;
  detail: string;
}

/** How far the demo company is. It goes on without this page. */
export function DemoProgress() {
  const { t } = useTranslation("access");
  const progress = useQuery({
    queryKey: ["access", "setup", "progress"],
    queryFn: () => unwrap<Filling>(api.GET("/api/v1/access/setup/progress", {})),
    refetchInterval: 1_000,
  });
  const state = progress.data;
  useEffect(() => {
    if (state?.state === "done") window.location.assign("/inbox/all");
  }, [state?.state]);
  const percent = state && state.total > 0 ? Math.round((state.done / state.total) * 100) : 0;
  return (
    <PublicPage title={t("demo.title")} intro={t("demo.text")}>
      <Stack gap="md">
        <Progress value={percent} size="lg" aria-label={t("demo.title")} />
        <div role="status">
          {state?.state === "failed" ? t("demo.failed", { detail: state.detail }) : state?.detail}
        </div>
        <Button variant="default" onClick={() => window.location.assign("/inbox/all")}>
          {t("demo.go")}
        </Button>
      </Stack>
    </PublicPage>
  );
}
