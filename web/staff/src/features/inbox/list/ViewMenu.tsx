import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { SavedView } from "@/lib/api/types";
import { useProblemText } from "@/ui/problemText";
import { toastError, toastUndo } from "@/ui/toast";
import { inboxKeys } from "../keys";
import { viewsQuery } from "../queries";

/** What can be done with a saved view. */
export function ViewMenu({ view }: { view: string }) {
  const { t } = useTranslation("inbox");
  const navigate = useNavigate();
  const remove = useRemove();
  const saved = useQuery(viewsQuery).data?.items.find((each) => each.id === view);
  if (!saved) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("savedView.more")}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown data-keys="own">
        <Menu.Label>{saved.query}</Menu.Label>
        <Menu.Item
          leftSection={<IconPencil size={16} />}
          onClick={() => void navigate({ to: paths.search, search: { q: saved.query } })}
        >
          {t("savedView.search")}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => void remove(saved)}>
          {t("savedView.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Removes a view; for some seconds it can be had back. */
function useRemove() {
  const { t } = useTranslation("inbox");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const renew = () => queries.invalidateQueries({ queryKey: inboxKeys.views });
  const restore = async ({ name, query, audience, team_id }: SavedView) => {
    await unwrap(api.POST("/api/v1/inbox/views", { body: { name, query, audience, team_id } }));
    await renew();
  };
  return async (view: SavedView) => {
    try {
      await unwrap(api.DELETE("/api/v1/inbox/views/{id}", { params: { path: { id: view.id } } }));
      toastUndo({ message: t("savedView.deleted", { name: view.name }), onUndo: () => void restore(view) });
      await navigate({ to: paths.inbox, params: { view: "mine" }, search: {} });
      await renew();
    } catch (error) {
      toastError(t("savedView.notDeleted"), problemText(error));
    }
  };
}
