import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { enter, rootRoute, shellRoute } from "@/app/roots";
import { readInsightSearch } from "./filter/search";

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
  beforeLoad: () => {
    throw redirect({ to: paths.department, replace: true });
  },
});

const departmentRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "department",
  component: lazyRouteComponent(() => import("./dashboards/DepartmentPage"), "DepartmentPage"),
});

const teamsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "teams",
  component: lazyRouteComponent(() => import("./dashboards/SplitPage"), "TeamsPage"),
});

const agentsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "agents",
  component: lazyRouteComponent(() => import("./dashboards/SplitPage"), "AgentsPage"),
});

const channelsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "channels",
  component: lazyRouteComponent(() => import("./dashboards/SplitPage"), "ChannelsPage"),
});

const topicsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "topics",
  component: lazyRouteComponent(() => import("./dashboards/SplitPage"), "TopicsPage"),
});

const figureRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "figures/$metric",
  component: lazyRouteComponent(() => import("./figures/FigurePage"), "FigurePage"),
});

const dictionaryRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "dictionary",
  component: lazyRouteComponent(() => import("./dictionary/DictionaryPage"), "DictionaryPage"),
});

const actionsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "actions",
  component: lazyRouteComponent(() => import("./actions/ActionsPage"), "ActionsPage"),
});

const actionRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "actions/$action",
  component: lazyRouteComponent(() => import("./actions/ActionPage"), "ActionPage"),
});

const bottlenecksRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "bottlenecks",
  component: lazyRouteComponent(() => import("./improve/BottlenecksPage"), "BottlenecksPage"),
});

const gapsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "training-gaps",
  component: lazyRouteComponent(() => import("./improve/GapsPage"), "GapsPage"),
});

const goalsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "goals",
  component: lazyRouteComponent(() => import("./goals/GoalsPage"), "GoalsPage"),
});

const alertsRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "alerts",
  component: lazyRouteComponent(() => import("./alerts/AlertsPage"), "AlertsPage"),
});

const liveRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "live",
  component: lazyRouteComponent(() => import("./live/LivePage"), "LivePage"),
});

const backlogRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "backlog",
  component: lazyRouteComponent(() => import("./live/BacklogPage"), "BacklogPage"),
});

const dataHealthRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "data-health",
  component: lazyRouteComponent(() => import("./health/DataHealthPage"), "DataHealthPage"),
});

const looksRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "looks",
  component: lazyRouteComponent(() => import("./trust/LooksPage"), "LooksPage"),
});

const ownRoute = createRoute({
  getParentRoute: () => insightRoute,
  path: "own/$dashboard",
  component: lazyRouteComponent(() => import("./own/OwnPage"), "OwnPage"),
});

/** A screen on a wall: without the frame of the other pages. */
export const wallboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.wallboard,
  beforeLoad: ({ location }) => enter(location.href),
  component: lazyRouteComponent(() => import("./live/WallboardPage"), "WallboardPage"),
});

export const insightRoutes = insightRoute.addChildren([
  homeRoute,
  departmentRoute,
  teamsRoute,
  agentsRoute,
  channelsRoute,
  topicsRoute,
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
  dataHealthRoute,
  looksRoute,
  ownRoute,
]);
