import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { RoleView } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { useRoleName } from "../people/useChoices";
import { accessKeys, rolesListQuery } from "../queries";
import { RoleDialog } from "./RoleDialog";

/** What people may do. The roles of the house are fixed; own ones are composed from permissions. */
export function RolesPage() {
  const { t } = useTranslation("access");
  const query = useInfiniteQuery(rolesListQuery);
  const roleName = useRoleName();
  const [opened, setOpened] = useState<{ id: string | null; copy: boolean } | null>(null);
  const [removed, setRemoved] = useState<RoleView | null>(null);
  const role = query.data?.pages.flatMap((page) => page.items).find((each) => each.id === opened?.id) ?? null;
  const remove = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/access/roles/{id}", { params: { path: { id } } })),
    refresh: [accessKeys.roles],
    said: t("role.removed"),
    onDone: () => setRemoved(null),
  });
  return (
    <PageFrame
      title={t("role.title")}
      intro={t("role.intro")}
      actions={<Button onClick={() => setOpened({ id: null, copy: false })}>{t("role.add")}</Button>}
    >
      <DataTable
        label={t("role.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("role.failed")}
        empty={null}
        columns={[
          { label: t("role.name"), render: (row) => <strong>{roleName(row)}</strong> },
          { label: t("role.sees"), render: (row) => t(`role.seesShort.${row.sees}`) },
          {
            label: t("role.permissions"),
            render: (row) => t("role.count", { count: row.permissions.length }),
          },
          {
            label: t("role.kind"),
            render: (row) =>
              row.built_in ? (
                <Mark tone="quiet">{t("role.fixed")}</Mark>
              ) : (
                <Mark tone="info">{t("role.own")}</Mark>
              ),
          },
          {
            label: t("people.actions"),
            actions: true,
            render: (row) => (
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t(row.built_in ? "role.showOf" : "people.editOf", { name: roleName(row) })}
                  onClick={() => setOpened({ id: row.id, copy: false })}
                >
                  {row.built_in ? t("role.show") : t("people.edit")}
                </Button>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t("role.copyOf", { name: roleName(row) })}
                  onClick={() => setOpened({ id: row.id, copy: true })}
                >
                  {t("role.copy")}
                </Button>
                {!row.built_in && (
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-sm"
                    aria-label={t("teams.removeOf", { name: row.name })}
                    onClick={() => setRemoved(row)}
                  >
                    {t("teams.remove")}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {opened && (!opened.id || role) && (
        <RoleDialog
          key={`${opened.id}${opened.copy}`}
          role={role}
          copy={opened.copy}
          onClose={() => setOpened(null)}
        />
      )}
      {removed && (
        <Confirm
          title={t("teams.removeTitle", { name: removed.name })}
          text={t("role.removeText")}
          action={t("teams.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}
