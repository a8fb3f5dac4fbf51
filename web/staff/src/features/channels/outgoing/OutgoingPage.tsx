import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { OutgoingMail } from "@/lib/api/schema";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark, type Tone } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { useWhyText } from "@/ui/whyText";
import mailboxes from "../mailboxes/Mailboxes.module.css";
import { channelsKeys, type OutgoingState, outgoingQuery } from "../queries";

const route = getRouteApi("/shell/administration/outgoing");
const SHOWN = ["failed", "waiting", "sent"] as const;
const TONES: Record<OutgoingState, Tone> = {
  failed: "danger",
  waiting: "warn",
  sending: "info",
  sent: "good",
  withdrawn: "quiet",
};

/** Mail on its way out: what failed comes first, with the reason and a way to try again. */
export function OutgoingPage() {
  const { t } = useTranslation("channels");
  const { state = "failed" } = route.useSearch();
  const navigate = useNavigate();
  const query = useInfiniteQuery({ ...outgoingQuery(state), refetchInterval: 15_000 });
  const columns = useColumns();
  return (
    <PageFrame title={t("outgoing.title")} intro={t("outgoing.intro")}>
      <SegmentedControl
        mb="md"
        aria-label={t("outgoing.show")}
        value={state}
        data={SHOWN.map((each) => ({ value: each, label: t(`outgoing.state.${each}`) }))}
        onChange={(value) =>
          void navigate({ to: paths.outgoing, search: { state: value as OutgoingState }, replace: true })
        }
      />
      <DataTable
        label={t("outgoing.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("outgoing.failedToLoad")}
        empty={
          <Empty title={t(state === "failed" ? "outgoing.noFailed" : "outgoing.none")}>
            {state === "failed" && t("outgoing.noFailedText")}
          </Empty>
        }
        columns={columns}
      />
    </PageFrame>
  );
}

function Reason({ row, reason }: { row: OutgoingMail; reason: string }) {
  const { sentence, hint } = useWhyText()(row.why, reason, row.hint);
  return (
    <>
      <span>{sentence}</span>
      {hint && <span className={mailboxes.hint}>{hint}</span>}
    </>
  );
}

function useColumns(): Column<OutgoingMail>[] {
  const { t } = useTranslation("channels");
  const retry = useSave({
    save: (id: string) =>
      unwrap(api.POST("/api/v1/channels/outgoing/{id}/retry", { params: { path: { id } } })),
    refresh: [channelsKeys.outgoing, ["inbox"]],
    said: t("outgoing.retried"),
    loud: true,
  });
  const tryNow = useSave({
    save: (id: string) =>
      unwrap(api.POST("/api/v1/channels/outgoing/{id}/try-now", { params: { path: { id } } })),
    refresh: [channelsKeys.outgoing, ["inbox"]],
    said: t("outgoing.tryingNow"),
    loud: true,
  });
  const giveUp = useSave({
    save: (id: string) =>
      unwrap(api.POST("/api/v1/channels/outgoing/{id}/give-up", { params: { path: { id } } })),
    refresh: [channelsKeys.outgoing, ["inbox"]],
    said: t("outgoing.givenUp"),
    loud: true,
  });
  return [
    {
      label: t("outgoing.mail"),
      render: (row) => (
        <span>
          {row.conversation_id ? (
            <Link
              to={paths.conversation}
              params={{ view: "all", conversation: row.conversation_id }}
              search={{}}
              className={mailboxes.name}
            >
              {row.subject || t("outgoing.answer")}
            </Link>
          ) : (
            <strong>{row.subject || t("outgoing.notice")}</strong>
          )}
          <span className={mailboxes.address}>{row.recipients || t("outgoing.notAddressed")}</span>
        </span>
      ),
    },
    {
      label: t("outgoing.how"),
      render: (row) => (
        <span className={mailboxes.trouble}>
          <Mark tone={TONES[row.state as OutgoingState] ?? "quiet"}>
            {t(`outgoing.state.${row.state as OutgoingState}`)}
          </Mark>
          {row.reason && <Reason row={row} reason={row.reason} />}
          {(row.kind === "automatic" || row.kind === "bulk") && (
            <span className={mailboxes.hint}>{t(`outgoing.kind.${row.kind}`)}</span>
          )}
          {row.attempts > 1 && (
            <span className={mailboxes.hint}>{t("outgoing.attempts", { count: row.attempts })}</span>
          )}
        </span>
      ),
    },
    {
      label: t("outgoing.when"),
      render: (row) => (
        <span>
          {!row.sent_at && row.next_at && row.attempts > 0 && <>{t("outgoing.next")} </>}
          <Time at={row.sent_at ?? row.next_at ?? row.queued_at} />
        </span>
      ),
    },
    {
      label: t("unplaced.actions"),
      actions: true,
      render: (row) =>
        row.state === "failed" ? (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={retry.isPending && retry.variables === row.id}
            onClick={() => retry.mutate(row.id)}
          >
            {t("outgoing.retry")}
          </Button>
        ) : (
          row.state === "waiting" &&
          row.attempts > 0 && (
            <>
              <Button
                variant="subtle"
                size="compact-sm"
                loading={tryNow.isPending && tryNow.variables === row.id}
                onClick={() => tryNow.mutate(row.id)}
              >
                {t("outgoing.tryNow")}
              </Button>
              <Button
                variant="subtle"
                size="compact-sm"
                loading={giveUp.isPending && giveUp.variables === row.id}
                onClick={() => giveUp.mutate(row.id)}
              >
                {t("outgoing.giveUp")}
              </Button>
            </>
          )
        ),
    },
  ];
}
