import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Dashboard } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import classes from "../InsightLayout.module.css";
import { dashboardsQuery } from "../queries";

/** The dashboards that people laid out themselves, and the way to a new one. */
export function OwnList() {
  const { t } = useTranslation("insight");
  const boards = useQuery(dashboardsQuery).data ?? [];
  const [making, setMaking] = useState(false);
  return (
    <div className={classes.group}>
      <div className={classes.heading} id="insight-own">
        {t("own.title")}
      </div>
      <ul aria-labelledby="insight-own">
        {boards.map((board) => (
          <li key={board.id}>
            <Link
              to={paths.ownDashboard}
              params={{ dashboard: board.id }}
              search={true}
              className={classes.link}
            >
              {board.name}
            </Link>
          </li>
        ))}
        <li>
          <button type="button" className={classes.add} onClick={() => setMaking(true)}>
            <IconPlus size={14} aria-hidden="true" /> {t("own.new")}
          </button>
        </li>
      </ul>
      {making && <NewBoard onClose={() => setMaking(false)} />}
    </div>
  );
}

function NewBoard({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("insight");
  const navigate = useNavigate();
  const mayShare = useMay("insight.settings.manage");
  const form = useForm({ initialValues: { name: "", audience: "me" as "me" | "all" } });
  const save = useSave({
    save: (values: typeof form.values, key) =>
      unwrap<Dashboard>(
        api.POST("/api/v1/insight/dashboards", {
          headers: { "Idempotency-Key": key },
          body: { ...values, team_id: null, elements: [] },
        }),
      ),
    refresh: [["insight", "dashboards"]],
    form,
    onDone: (board) => {
      onClose();
      void navigate({ to: paths.ownDashboard, params: { dashboard: board.id } });
    },
  });
  return (
    <FormModal
      title={t("own.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <TextInput label={t("goal.name")} data-autofocus {...form.getInputProps("name")} />
      {mayShare && (
        <Select
          label={t("own.audience")}
          data={(["me", "all"] as const).map((value) => ({ value, label: t(`own.audienceChoice.${value}`) }))}
          {...form.getInputProps("audience")}
        />
      )}
    </FormModal>
  );
}
