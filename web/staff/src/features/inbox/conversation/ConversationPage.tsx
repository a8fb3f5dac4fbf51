import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import type { Conversation, ConversationRow } from "@/lib/api/types";
import type { Pages } from "@/lib/query/optimistic";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { ComposerDock } from "../composer/ComposerDock";
import { CustomerPanel } from "../customer/CustomerPanel";
import { inboxKeys } from "../keys";
import { rowsOf } from "../list/merge";
import { useBeingHere } from "../presence";
import { conversationQuery } from "../queries";
import classes from "./ConversationPage.module.css";
import { Header } from "./Header";
import { PresenceLine } from "./PresenceLine";
import { Thread } from "./Thread";
import { useWide } from "./useWide";

const route = getRouteApi("/shell/inbox/$view/$conversation");

/** The open conversation: header, thread, answer; the customer beside it. */
export function ConversationPage() {
  const { t } = useTranslation("inbox");
  const { conversation: id } = route.useParams();
  const query = useQuery(conversationQuery(id));
  const known = useKnownRow(id);
  const typed = useBeingHere(id);
  const wide = useWide();
  const [panel, setPanel] = useState<boolean | null>(null);
  const panelShown = panel ?? wide;
  const row = query.data ?? known;
  if (query.isError && !query.data) {
    return Problem.from(query.error).status === 404 ? (
      <Empty title={t("gone.title")}>{t("gone.text")}</Empty>
    ) : (
      <Failure what={t("thread.failed")} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <div className={classes.page}>
      <div className={classes.middle}>
        {row && (
          <Header
            row={row}
            can={query.data?.can ?? null}
            panelShown={panelShown}
            onPanel={() => setPanel(!panelShown)}
          />
        )}
        <Thread key={`thread-${id}`} conversation={id} follows={query.data?.follows ?? null} />
        <PresenceLine conversation={id} />
        {query.data && <ComposerDock key={`answer-${id}`} conversation={query.data} onTyping={typed} />}
      </div>
      {panelShown && row && (
        <aside className={classes.panel} aria-label={t("customer.label")}>
          <CustomerPanel
            contact={row.contact.id}
            fallback={row.contact}
            conversation={id}
            onClose={() => setPanel(false)}
          />
        </aside>
      )}
    </div>
  );
}

/** What the list already knows, so that the page answers before the server does. */
function useKnownRow(id: string): ConversationRow | null {
  const queries = useQueryClient();
  return useMemo(() => {
    for (const [, pages] of queries.getQueriesData<Pages<ConversationRow>>({ queryKey: inboxKeys.lists })) {
      const row = rowsOf(pages).find((each) => each.id === id);
      if (row) return row;
    }
    return queries.getQueryData<Conversation>(inboxKeys.conversation(id)) ?? null;
  }, [queries, id]);
}
