import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { ConversationRow } from "@/lib/api/types";
import { useCommands } from "@/lib/keys/commands";
import type { Pages } from "@/lib/query/optimistic";
import { Empty } from "@/ui/Empty";
import classes from "./InboxPage.module.css";
import { inboxKeys } from "./keys";
import { ListPane } from "./list/ListPane";
import { rememberView } from "./list/lastView";
import { rowsOf } from "./list/merge";
import { neighbour } from "./list/selection";
import { useInboxLive } from "./live";
import { usePresenceFeed } from "./presence";
import { countsQuery, listQuery, viewsQuery } from "./queries";
import { ViewRail } from "./rail/ViewRail";
import { isFixed, nameOf } from "./rail/views";
import { InboxWay } from "./way";

const NewConversation = lazy(() =>
  import("./compose/NewConversation").then((module) => ({ default: module.NewConversation })),
);
const RailDrawer = lazy(() => import("./rail/RailDrawer").then((module) => ({ default: module.RailDrawer })));
const route = getRouteApi("/shell/inbox/$view");

/** Rail, list and conversation side by side; one after the other on a phone. */
export function InboxPage() {
  const { t } = useTranslation("inbox");
  const { view } = route.useParams();
  const filters = route.useSearch();
  const current = useParams({ strict: false }).conversation ?? null;
  const [railOpen, setRailOpen] = useState(false);
  const [composing, setComposing] = useState(false);
  const title = useTitle(view);
  const way = useWay(view, current);
  const list = useInfiniteQuery(listQuery(view, filters));
  const nothing = list.data?.pages.every((page) => page.items.length === 0) ?? false;
  useInboxLive();
  usePresenceFeed();
  useEffect(() => rememberView(view), [view]);
  useEffect(() => {
    document.title = `${title} · Quarterdeck`;
  }, [title]);
  useCommands([
    {
      id: "inbox.next",
      label: t("keys.next"),
      group: t("keys.list"),
      keys: ["j", "arrowdown"],
      palette: false,
      run: () => way.go(1),
    },
    {
      id: "inbox.previous",
      label: t("keys.previous"),
      group: t("keys.list"),
      keys: ["k", "arrowup"],
      palette: false,
      run: () => way.go(-1),
    },
    {
      id: "inbox.open",
      label: t("keys.open"),
      group: t("keys.list"),
      keys: ["o", "enter"],
      palette: false,
      run: way.open,
    },
    {
      id: "inbox.back",
      label: t("keys.back"),
      group: t("keys.list"),
      keys: ["u"],
      palette: false,
      run: way.back,
    },
    {
      id: "inbox.compose",
      label: t("compose.new"),
      group: t("title"),
      keys: ["c"],
      run: () => setComposing(true),
    },
  ]);
  return (
    <InboxWay value={way}>
      <div className={classes.inbox} data-open={current !== null || undefined}>
        <div className={classes.rail}>
          <ViewRail onCompose={() => setComposing(true)} />
        </div>
        <div className={classes.list}>
          <ListPane
            view={view}
            title={title}
            filters={filters}
            current={current}
            onRail={() => setRailOpen(true)}
          />
        </div>
        <div className={classes.conversation} data-stacked={current ? "conversation" : undefined}>
          <Suspense>
            <Outlet />
          </Suspense>
          {current === null && !nothing && <Empty title={t("choose.title")}>{t("choose.text")}</Empty>}
        </div>
      </div>
      <Suspense>
        {railOpen && <RailDrawer onClose={() => setRailOpen(false)} onCompose={() => setComposing(true)} />}
      </Suspense>
      <Suspense>{composing && <NewConversation onClose={() => setComposing(false)} />}</Suspense>
    </InboxWay>
  );
}

function useTitle(view: string): string {
  const { t } = useTranslation("inbox");
  const counts = useQuery(countsQuery).data;
  const saved = useQuery(viewsQuery).data?.items;
  return isFixed(view) ? t(`view.${view}`) : (nameOf(view, counts, saved) ?? t("title"));
}

/** How to go on from the open conversation. */
function useWay(view: string, current: string | null) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const filters = route.useSearch();
  return useMemo(() => {
    const order = () =>
      rowsOf(queries.getQueryData<Pages<ConversationRow>>(inboxKeys.list(view, filters))).map(
        (row) => row.id,
      );
    const show = (conversation: string) =>
      void navigate({ to: paths.conversation, params: { view, conversation }, search: filters });
    const back = () => void navigate({ to: paths.inbox, params: { view }, search: filters });
    return {
      view,
      filters,
      back,
      show,
      go: (step: 1 | -1) => {
        const next = neighbour(order(), current, step);
        if (next) show(next);
      },
      open: () => {
        const first = order()[0];
        if (current === null && first) show(first);
      },
      /** After something was finished: the next one, or back to the list when it was the last. */
      onward: () => {
        const next = neighbour(order(), current, 1);
        if (next) show(next);
        else back();
      },
    };
  }, [navigate, queries, view, filters, current]);
}
