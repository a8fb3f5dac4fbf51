import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { Live } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { count, waitingTime } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { ButtonLink } from "@/ui/ButtonLink";
import { DataTable } from "@/ui/DataTable";
import { Failure } from "@/ui/Failure";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { ConversationLink, useConversations } from "../figures/ConversationLink";
import { usePartName } from "../filter/choices";
import { ExportLink } from "../numbers/ExportLink";
import { liveQuery } from "../queries";
import { Freshness } from "./Freshness";
import classes from "./Live.module.css";

/** How things stand now; renewed every few seconds. */
export function LivePage() {
  const { t } = useTranslation("insight");
  const query = useQuery(liveQuery);
  return (
    <PageFrame
      title={t("live.title")}
      actions={
        <ButtonLink to={paths.wallboard} variant="default">
          {t("live.wallboard")}
        </ButtonLink>
      }
      wide
    >
      <Freshness query={query} />
      {query.isError && !query.data && (
        <Failure what={t("live.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton height={240} />}
      {query.data && <Now live={query.data} query={query} />}
    </PageFrame>
  );
}

function Now({ live, query }: { live: Live; query: Parameters<typeof onePage>[0] }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const now = useNow();
  const nameOf = usePartName();
  const conversations = useConversations([live.longest.map((row) => row.conversation)]);
  const numbers = [
    ["waiting", live.waiting],
    ["unassigned", live.unassigned],
    ["open", live.open],
    ["created_today", live.created_today],
    ["solved_today", live.solved_today],
    ["replies_today", live.replies_today],
  ] as const;
  return (
    <>
      <dl className={classes.numbers}>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`live.${name}`)}</dt>
            <dd>{count(value, locale)}</dd>
          </div>
        ))}
      </dl>
      <Section title={t("live.longest")} intro={t("live.longestText")}>
        <DataTable
          label={t("live.longest")}
          query={onePage(query, live.longest)}
          keyOf={(row) => row.conversation}
          failure=""
          empty={<p>{t("live.nobodyWaits")}</p>}
          columns={[
            {
              label: t("behind.conversation"),
              render: (row) => (
                <ConversationLink
                  id={row.conversation}
                  number={row.number}
                  row={conversations.get(row.conversation)}
                />
              ),
            },
            { label: t("by.team"), render: (row) => nameOf("team", row.team ?? "") },
            { label: t("live.since"), number: true, render: (row) => waitingTime(row.since, now, locale) },
          ]}
        />
      </Section>
      <Section title={t("live.states")} actions={<ExportLink table="live" />}>
        <DataTable
          label={t("live.states")}
          query={onePage(query, live.states)}
          keyOf={(row) => `${row.team}${row.status}`}
          failure=""
          empty={<p>{t("live.nothingOpen")}</p>}
          columns={[
            { label: t("by.team"), render: (row) => nameOf("team", row.team ?? "") },
            {
              label: t("bottlenecks.stage"),
              render: (row) => t(`stage.${row.status}` as "stage.open"),
            },
            { label: t("live.count"), number: true, render: (row) => count(row.count, locale) },
            { label: t("live.unassigned"), number: true, render: (row) => count(row.unassigned, locale) },
            {
              label: t("live.oldest"),
              number: true,
              render: (row) => waitingTime(row.oldest, now, locale),
            },
          ]}
        />
      </Section>
    </>
  );
}
