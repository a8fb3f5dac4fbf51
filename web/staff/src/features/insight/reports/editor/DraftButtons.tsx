import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Report } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { useSave } from "@/ui/useSave";
import { REPORTS, reportQuery } from "../queries";
import { reportOf } from "../report";

interface Props {
  report: Report;
  /** Something was typed that is not saved. */
  dirty: boolean;
}

/** What else can be done with a draft: its figures counted anew, made a record, thrown away. */
export function DraftButtons({ report, dirty }: Props) {
  const { t } = useTranslation("insight");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<"freeze" | "remove" | null>(null);
  const params = { path: { id: report.id } };
  const put = (next: Report) => queries.setQueryData(reportQuery(report.id).queryKey, next);
  const renew = useSave({
    save: () => reportOf(api.POST("/api/v1/insight/reports/{id}/renew", { params })),
    refresh: [REPORTS],
    said: t("reports.renewed"),
    loud: true,
    onDone: put,
  });
  const freeze = useSave({
    save: () =>
      reportOf(
        api.POST("/api/v1/insight/reports/{id}/freeze", { params, body: { version: report.version } }),
      ),
    refresh: [REPORTS],
    said: t("reports.frozen"),
    onDone: (next) => {
      put(next);
      setAsked(null);
    },
  });
  const remove = useSave({
    save: () => unwrap(api.DELETE("/api/v1/insight/reports/{id}", { params })),
    refresh: [REPORTS],
    said: t("reports.removed"),
    onDone: () => void navigate({ to: paths.reports }),
  });
  return (
    <>
      <Button variant="default" loading={renew.isPending} disabled={dirty} onClick={() => renew.mutate()}>
        {t("reports.renew")}
      </Button>
      <Button variant="default" disabled={dirty} onClick={() => setAsked("freeze")}>
        {t("reports.freeze")}
      </Button>
      <Button variant="subtle" color="red" onClick={() => setAsked("remove")}>
        {t("reports.remove")}
      </Button>
      {asked === "freeze" && (
        <Confirm
          title={t("reports.freezeTitle")}
          text={t("reports.freezeText")}
          action={t("reports.freeze")}
          busy={freeze.isPending}
          error={freeze.error}
          onConfirm={() => freeze.mutate()}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === "remove" && (
        <Confirm
          title={t("reports.removeTitle")}
          text={t("reports.removeText")}
          action={t("reports.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
