import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { Mailbox } from "@/lib/api/schema";
import { ButtonLink } from "@/ui/ButtonLink";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { PageFrame } from "@/ui/PageFrame";
import { mailboxListQuery, teamChoicesQuery } from "../queries";
import classes from "./Mailboxes.module.css";
import { MailboxState } from "./MailboxState";

/** The addresses customers write to, and whether mail goes in and out. */
export function MailboxesPage() {
  const { t } = useTranslation("channels");
  const query = useInfiniteQuery({
    ...mailboxListQuery,
    // A backlog is watched as it goes.
    refetchInterval: (running) => {
      const rows = running.state.data?.pages.flatMap((page) => page.items) ?? [];
      return rows.some((row) => row.state?.backlog) ? 2_000 : 10_000;
    },
  });
  const teams = useQuery(teamChoicesQuery).data?.items ?? [];
  const connect = (
    <ButtonLink to={paths.mailbox} params={{ mailbox: "new" }}>
      {t("mailboxes.connect")}
    </ButtonLink>
  );
  return (
    <PageFrame title={t("mailboxes.title")} intro={t("mailboxes.intro")} actions={connect}>
      <DataTable
        label={t("mailboxes.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("mailboxes.failed")}
        empty={
          <Empty title={t("mailboxes.none")} action={connect}>
            {t("mailboxes.noneText")}
          </Empty>
        }
        columns={[
          {
            label: t("mailboxes.name"),
            render: (row) => (
              <span>
                <Link to={paths.mailbox} params={{ mailbox: row.id }} className={classes.name}>
                  {row.name}
                </Link>
                <span className={classes.address}>{row.address}</span>
              </span>
            ),
          },
          {
            label: t("mailboxes.team"),
            render: (row) => teams.find((team) => team.id === row.team_id)?.name ?? t("mailboxes.noTeam"),
          },
          { label: t("mailboxes.ways"), render: (row) => <Ways mailbox={row} /> },
          { label: t("mailboxes.state"), render: (row) => <MailboxState mailbox={row} /> },
        ]}
      />
    </PageFrame>
  );
}

function Ways({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation("channels");
  const ways = [mailbox.imap && t("mailboxes.fetches"), mailbox.smtp && t("mailboxes.sends")].filter(Boolean);
  return ways.length > 0 ? ways.join(", ") : t("mailboxes.neither");
}
