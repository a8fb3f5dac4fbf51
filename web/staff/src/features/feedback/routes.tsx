import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { shellRoute } from "@/app/roots";

const programmesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.surveys,
  component: lazyRouteComponent(() => import("./ProgrammesPage"), "ProgrammesPage"),
});

const followUpsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.followUps,
  component: lazyRouteComponent(() => import("./FollowUpsPage"), "FollowUpsPage"),
});

const programmeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.surveyProgramme,
  component: lazyRouteComponent(() => import("./ProgrammePage"), "ProgrammePage"),
});

const themesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.themes,
  component: lazyRouteComponent(() => import("./ThemesPage"), "ThemesPage"),
});

const insightsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.sharedInsights,
  validateSearch: (search: Record<string, unknown>): { insight?: string | undefined } => ({
    insight: typeof search.insight === "string" ? search.insight : undefined,
  }),
  component: lazyRouteComponent(() => import("./InsightsPage"), "InsightsPage"),
});

export const feedbackRoutes = [
  programmesRoute,
  followUpsRoute,
  themesRoute,
  insightsRoute,
  programmeRoute,
] as const;
