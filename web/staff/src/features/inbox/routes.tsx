import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { administrationRoute, shellRoute } from "@/app/roots";
import { readFilters } from "./list/filters";
import { lastView } from "./list/lastView";

const inboxHomeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.inboxHome,
  beforeLoad: () => {
    throw redirect({ to: paths.inbox, params: { view: lastView() }, replace: true });
  },
});

const inboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.inbox,
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("./InboxPage"), "InboxPage"),
});

const conversationRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: "$conversation",
  component: lazyRouteComponent(() => import("./conversation/ConversationPage"), "ConversationPage"),
});

const searchRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.search,
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined } => ({
    q: typeof search.q === "string" && search.q ? search.q : undefined,
  }),
  component: lazyRouteComponent(() => import("./search/SearchPage"), "SearchPage"),
});

export const inboxRoutes = [
  inboxHomeRoute,
  inboxRoute.addChildren([conversationRoute]),
  searchRoute,
] as const;

const topicsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "topics",
  component: lazyRouteComponent(() => import("./administration/TopicsPage"), "TopicsPage"),
});

const tagsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "tags",
  component: lazyRouteComponent(() => import("./administration/TagsPage"), "TagsPage"),
});

/** Pages of administration. */
export const inboxAdministrationRoutes = [topicsRoute, tagsRoute] as const;
