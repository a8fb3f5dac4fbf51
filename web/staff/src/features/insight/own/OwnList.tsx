import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Dashboard } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { MenuButton, MenuGroup, MenuLink } from "@/ui/SideMenu";
import { useSave } from "@/ui/useSave";
import { dashboardsQuery } from "../queries";

/** The dashboards that people laid out themselves, and the way to a new one. */
export function OwnList() {
  const { t } = useTranslation("insight");
  const boards = useQuery(dashboardsQuery).data ?? [];
  const [making, setMaking] = useState(false);
  return (
    <>
      <MenuGroup label={t("own.title")}>
        {boards.map((board) => (
          <MenuLink key={board.id} to={paths.ownDashboard} params={{ dashboard: board.id }} keepSearch>
            {board.name}
          </MenuLink>
        ))}
        <MenuButton onClick={() => setMaking(true)}>
          <IconPlus size={14} aria-hidden="true" /> {t("own.new")}
        </MenuButton>
      </MenuGroup>
      {making && <NewBoard onClose={() => setMaking(false)} />}
    </>
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
