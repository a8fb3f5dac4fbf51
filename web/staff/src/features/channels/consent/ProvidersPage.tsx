import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { MailProvider } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { channelsKeys, providersQuery } from "../queries";
import { ProviderDialog } from "./ProviderDialog";

/** Mail providers at which access to mailboxes is allowed instead of typing a password. */
export function ProvidersPage() {
  const { t } = useTranslation("channels");
  const query = useQuery(providersQuery);
  const [edited, setEdited] = useState<MailProvider | "new" | null>(null);
  const [removed, setRemoved] = useState<MailProvider | null>(null);
  const remove = useSave({
    save: (id: string) =>
      unwrap(api.DELETE("/api/v1/channels/mail-providers/{id}", { params: { path: { id } } })),
    refresh: [channelsKeys.providers],
    said: t("providers.removed"),
    onDone: () => setRemoved(null),
  });
  const add = <Button onClick={() => setEdited("new")}>{t("providers.add")}</Button>;
  return (
    <PageFrame title={t("providers.title")} intro={t("providers.intro")} actions={add}>
      <DataTable
        label={t("providers.title")}
        query={onePage(query, query.data?.items)}
        keyOf={(row) => row.id}
        failure={t("providers.failed")}
        empty={
          <Empty title={t("providers.none")} action={add}>
            {t("providers.noneText")}
          </Empty>
        }
        columns={[
          { label: t("providers.name"), render: (row) => row.name },
          { label: t("providers.kind"), render: (row) => t(`providers.kinds.${row.kind}`) },
          { label: t("providers.clientId"), render: (row) => row.client_id },
          {
            label: t("providers.actions"),
            actions: true,
            render: (row) => (
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={`${t("providers.edit")}: ${row.name}`}
                  onClick={() => setEdited(row)}
                >
                  {t("providers.edit")}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={`${t("providers.remove")}: ${row.name}`}
                  onClick={() => setRemoved(row)}
                >
                  {t("providers.remove")}
                </Button>
              </>
            ),
          },
        ]}
      />
      {edited && (
        <ProviderDialog provider={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
      {removed && (
        <Confirm
          title={t("providers.removeTitle", { name: removed.name })}
          text={t("providers.removeText")}
          action={t("providers.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}
