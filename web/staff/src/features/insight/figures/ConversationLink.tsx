import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import type { ConversationRow } from "@/lib/api/types";
import { useMay } from "@/lib/session/session";
import { conversationsQuery } from "../queries";
import classes from "./ConversationLink.module.css";

/** The inbox's rows of conversations that are known by id: one request for each page of them. */
export function useConversations(
  pages: readonly (readonly string[])[],
): ReadonlyMap<string, ConversationRow> {
  const may = useMay("inbox.conversation.see");
  return useQueries({
    queries: pages.map((ids) => ({
      ...conversationsQuery([...new Set(ids)]),
      enabled: may && ids.length > 0,
    })),
    combine: (answers) =>
      new Map(answers.flatMap((answer) => answer.data?.items ?? []).map((row) => [row.id, row])),
  });
}

interface Props {
  id: string;
  number: number;
  /** Not there before the inbox has answered, and when it is not for this reader. */
  row: ConversationRow | undefined;
}

/** A conversation by its number and subject, with the customer below. */
export function ConversationLink({ id, number, row }: Props) {
  return (
    <div className={classes.conversation}>
      <Link
        to={paths.conversation}
        params={{ view: "all", conversation: id }}
        search={{}}
        className={classes.link}
      >
        #{number} {row?.subject}
      </Link>
      {row && <span className={classes.customer}>{row.contact.name}</span>}
    </div>
  );
}
