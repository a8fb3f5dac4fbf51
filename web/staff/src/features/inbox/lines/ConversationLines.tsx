import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { ConversationRow, ListOf } from "@/lib/api/types";
import { endless } from "@/lib/query/endless";
import { Failure } from "@/ui/Failure";
import { Time } from "@/ui/Time";
import { StatusMark } from "../StatusMark";
import classes from "./ConversationLines.module.css";

type Of = { contact_id: string } | { organisation_id: string };

const linesQuery = (of: Of) =>
  endless<ConversationRow>(["inbox", "contact", of], (cursor) =>
    unwrap<ListOf<ConversationRow>>(
      api.GET("/api/v1/inbox/conversations", {
        params: { query: { view: "everything", limit: 25, cursor, ...of } },
      }),
    ),
  );

/** All conversations of a customer or an organisation, newest first. */
export function ConversationLines({ of }: { of: Of }) {
  const { t } = useTranslation("inbox");
  const query = useInfiniteQuery(linesQuery(of));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isError && !query.data) {
    return <Failure what={t("list.failedToLoad")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.isPending) return [0, 1, 2].map((each) => <Skeleton key={each} height={48} my={8} />);
  if (rows.length === 0) return <p className={classes.none}>{t("lines.none")}</p>;
  return (
    <>
      <ul className={classes.lines} aria-label={t("list.label")}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              to={paths.conversation}
              params={{ view: "all", conversation: row.id }}
              search={{}}
              className={classes.line}
            >
              <StatusMark status={row.status} />
              <span className={classes.words}>
                <span className={classes.subject}>{row.subject || t("noSubject")}</span>
                <span className={classes.preview}>{row.preview}</span>
              </span>
              <span className={classes.aside}>
                <Time at={row.last_message_at} />
                <span>#{row.number}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          mt="sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("search.more")}
        </Button>
      )}
    </>
  );
}
