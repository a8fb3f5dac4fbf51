import { Button, Group, Modal } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { AlertRule } from "@/lib/api/schema";
import { CopyField } from "@/ui/CopyField";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { alertCallsQuery } from "../queries";

/** Calls of another system and what came of them; and the secret by which it knows us, which is shown once. */
export function AlertCalls({ rule, onClose }: { rule: AlertRule; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const { t: app } = useTranslation("app");
  const query = useInfiniteQuery(alertCallsQuery(rule.id));
  const renew = useSave({
    save: () =>
      unwrap(
        api.POST("/api/v1/insight/alert-rules/{id}/webhook-secret", { params: { path: { id: rule.id } } }),
      ),
    loud: true,
  });
  const title = t("rule.callsOf", { name: rule.content.name });
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={760}
      closeButtonProps={{ "aria-label": app("close") }}
    >
      {renew.data ? (
        <CopyField label={t("rule.secret")} value={renew.data.secret} />
      ) : (
        <Group mb="md">
          <span>{t("rule.secretText", { host: rule.webhook_host ?? "" })}</span>
          <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
            {t("rule.newSecret")}
          </Button>
        </Group>
      )}
      <DataTable
        label={title}
        query={query}
        keyOf={(row) => row.id}
        failure={t("alerts.failed")}
        empty={<Empty title={t("rule.noCalls")} />}
        columns={[
          { label: t("looks.at"), render: (row) => <Time at={row.at} as="full" /> },
          { label: t("rule.what"), render: (row) => t(`rule.told.${row.what}` as "rule.told.opened") },
          {
            label: t("rule.answer"),
            render: (row) => (
              <Mark tone={row.taken ? "good" : "danger"}>
                {row.status ? t("rule.answered", { status: row.status }) : row.words || t("rule.noAnswer")}
              </Mark>
            ),
          },
        ]}
      />
    </Modal>
  );
}
