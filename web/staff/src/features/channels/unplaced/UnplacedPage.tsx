import { Anchor, Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { UnplacedMail } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { fileSize } from "@/lib/time/format";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { useWhyText } from "@/ui/whyText";
import mailboxes from "../mailboxes/Mailboxes.module.css";
import { channelsKeys, unplacedQuery } from "../queries";
import { Storms } from "../storms/Storms";
import { useReason } from "./useReason";

/** Mail that found no conversation: kept byte for byte, with the reason, until somebody decides. */
export function UnplacedPage() {
  const { t } = useTranslation("channels");
  const query = useInfiniteQuery(unplacedQuery);
  const [dismissed, setDismissed] = useState<UnplacedMail | null>(null);
  const dismiss = useSave({
    save: (id: string) =>
      unwrap(api.POST("/api/v1/channels/unplaced/{id}/dismiss", { params: { path: { id } } })),
    refresh: [channelsKeys.unplaced],
    said: t("unplaced.dismissed"),
    onDone: () => setDismissed(null),
  });
  const columns = useColumns(setDismissed);
  return (
    <PageFrame title={t("unplaced.title")} intro={t("unplaced.intro")}>
      <Storms />
      <DataTable
        label={t("unplaced.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("unplaced.failed")}
        empty={<Empty title={t("unplaced.none")}>{t("unplaced.noneText")}</Empty>}
        columns={columns}
      />
      {dismissed && (
        <Confirm
          title={t("unplaced.dismissTitle")}
          text={t("unplaced.dismissText", { subject: dismissed.subject || t("unplaced.noSubject") })}
          action={t("unplaced.dismiss")}
          busy={dismiss.isPending}
          error={dismiss.error}
          onConfirm={() => dismiss.mutate(dismissed.id)}
          onClose={() => setDismissed(null)}
        />
      )}
    </PageFrame>
  );
}

function useColumns(onDismiss: (row: UnplacedMail) => void): Column<UnplacedMail>[] {
  const { t } = useTranslation("channels");
  const { locale } = useReading();
  const reason = useReason();
  const whyText = useWhyText();
  const retry = useSave({
    save: (id: string) =>
      unwrap(api.POST("/api/v1/channels/unplaced/{id}/retry", { params: { path: { id } } })),
    refresh: [channelsKeys.unplaced, ["inbox"]],
    said: t("unplaced.retried"),
    loud: true,
  });
  return [
    {
      label: t("unplaced.mail"),
      render: (row) => (
        <span>
          <strong>{row.subject || t("unplaced.noSubject")}</strong>
          <span className={mailboxes.address}>
            {row.from || t("unplaced.noSender")} · {fileSize(row.size, locale)}
            {row.mailbox && ` · ${row.mailbox.name}`}
          </span>
        </span>
      ),
    },
    {
      label: t("unplaced.reason"),
      render: (row) => (
        <span>
          {reason(row)}
          {row.more && <span className={mailboxes.address}>{whyText(row.why, row.more).sentence}</span>}
        </span>
      ),
    },
    { label: t("unplaced.received"), render: (row) => <Time at={row.received_at} /> },
    {
      label: t("unplaced.actions"),
      actions: true,
      render: (row) => (
        <>
          <Anchor
            href={`/api/v1/channels/unplaced/${row.id}/raw`}
            download={`${row.id}.eml`}
            size="sm"
            px="xs"
          >
            {t("unplaced.raw")}
          </Anchor>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={retry.isPending && retry.variables === row.id}
            onClick={() => retry.mutate(row.id)}
          >
            {t("unplaced.retry")}
          </Button>
          <Button variant="subtle" color="red" size="compact-sm" onClick={() => onDismiss(row)}>
            {t("unplaced.dismiss")}
          </Button>
        </>
      ),
    },
  ];
}
