import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { enter, rootRoute, shellRoute } from "@/app/roots";
import { queryClient } from "@/lib/query/client";
import { meQuery } from "@/lib/session/session";
import { ownTeams } from "./filter/ownTeams";
import { readInsightSearch } from "./filter/search";

/** All pages of figures are one piece: whoever opens one opens others, and the first load of the house names one file. */
const pages = () => import("./pages");
/** Reports are a piece of their own: managers open them, agents do not. */
const reports = () => import("./reports/pages");

/** Parent of every page of figures; it brings their list, and the filter bar in the address. */
const insightRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.insight,
  validateSearch: readInsightSearch,
  component: lazyRouteComponent(() => import("./InsightLayout"), "InsightLayout"),
});

const homeRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "/",
  beforeLoad: async ({ search }) => {
    // Whoever leads teams begins with them; nothing that stands in the address already is overruled.
    const me = await queryClient.ensureQueryData(meQuery);
    throw redirect({ to: paths.department, search: { ...ownTeams(me), ...search }, replace: true });
  },
});

const departmentRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "department",
  component: lazyRouteComponent(pages, "DepartmentPage"),
});

const teamsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "teams",
  component: lazyRouteComponent(pages, "TeamsPage"),
});

const agentsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "agents",
  component: lazyRouteComponent(pages, "AgentsPage"),
});

const channelsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "channels",
  component: lazyRouteComponent(pages, "ChannelsPage"),
});

const topicsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "topics",
  component: lazyRouteComponent(pages, "TopicsPage"),
});

const satisfactionRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "satisfaction",
  component: lazyRouteComponent(pages, "SatisfactionPage"),
});

const figureRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "figures/$metric",
  component: lazyRouteComponent(pages, "FigurePage"),
});

const dictionaryRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "dictionary",
  component: lazyRouteComponent(pages, "DictionaryPage"),
});

const actionsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "actions",
  component: lazyRouteComponent(pages, "ActionsPage"),
});

const actionRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "actions/$action",
  component: lazyRouteComponent(pages, "ActionPage"),
});

const bottlenecksRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "bottlenecks",
  component: lazyRouteComponent(pages, "BottlenecksPage"),
});

const gapsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "training-gaps",
  component: lazyRouteComponent(pages, "GapsPage"),
});

const goalsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "goals",
  component: lazyRouteComponent(pages, "GoalsPage"),
});

const alertsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "alerts",
  component: lazyRouteComponent(pages, "AlertsPage"),
});

const liveRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "live",
  component: lazyRouteComponent(pages, "LivePage"),
});

const backlogRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "backlog",
  component: lazyRouteComponent(pages, "BacklogPage"),
});

const dataHealthRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "data-health",
  component: lazyRouteComponent(pages, "DataHealthPage"),
});

const wallboardsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "wallboards",
  component: lazyRouteComponent(pages, "WallboardsPage"),
});

const looksRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "looks",
  component: lazyRouteComponent(pages, "LooksPage"),
});

const seriesRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "series",
  component: lazyRouteComponent(pages, "SeriesPage"),
});

const ownRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "own/$dashboard",
  component: lazyRouteComponent(pages, "OwnPage"),
});

const reportsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "reports",
  component: lazyRouteComponent(reports, "ReportsPage"),
});

const reportRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "reports/$report",
  component: lazyRouteComponent(reports, "ReportPage"),
});

const reportPlanRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "report-plans/$plan",
  component: lazyRouteComponent(reports, "PlanPage"),
});

/** A screen on a wall: without the frame of the other pages. */
export const wallboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.wallboard,
  beforeLoad: ({ location }) => enter(location.href),
  component: lazyRouteComponent(() => import("./live/WallboardPage"), "WallboardPage"),
});

/** The same for a screen that has a link and nobody to sign in. */
export const wallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.wall,
  component: lazyRouteComponent(() => import("./wallboards/WallPage"), "WallPage"),
});

export const insightRoutes = insightRoute.addChildren([
  homeRoute,
  departmentRoute,
  teamsRoute,
  agentsRoute,
  channelsRoute,
  topicsRoute,
  satisfactionRoute,
  figureRoute,
  dictionaryRoute,
  actionsRoute,
  actionRoute,
  bottlenecksRoute,
  gapsRoute,
  goalsRoute,
  alertsRoute,
  liveRoute,
  backlogRoute,
  wallboardsRoute,
  dataHealthRoute,
  looksRoute,
  seriesRoute,
  ownRoute,
  reportsRoute,
  reportRoute,
  reportPlanRoute,
]);
