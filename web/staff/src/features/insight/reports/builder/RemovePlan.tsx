import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { ReportPlan } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { useSave } from "@/ui/useSave";
import { PLANS } from "../queries";

/** Gives a plan up, after asking once; its reports stay. */
export function RemovePlan({ plan }: { plan: ReportPlan }) {
  const { t } = useTranslation("insight");
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const remove = useSave({
    save: () =>
      unwrap(api.DELETE("/api/v1/insight/report-plans/{id}", { params: { path: { id: plan.id } } })),
    refresh: [PLANS],
    said: t("plans.removed"),
    onDone: () => void navigate({ to: paths.reports }),
  });
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        {t("own.remove")}
      </Button>
      {asked && (
        <Confirm
          title={t("own.removeTitle", { name: plan.content.name })}
          text={t("plans.removeText")}
          action={t("own.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
