import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { shellRoute } from "@/app/roots";

/** The pages of surveys are one piece: the first load of the house names one file. */
const pages = () => import("./pages");

const programmesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.surveys,
  component: lazyRouteComponent(pages, "ProgrammesPage"),
});

const followUpsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.followUps,
  component: lazyRouteComponent(pages, "FollowUpsPage"),
});

const programmeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.surveyProgramme,
  component: lazyRouteComponent(pages, "ProgrammePage"),
});

const themesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.themes,
  component: lazyRouteComponent(pages, "ThemesPage"),
});

const insightsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.sharedInsights,
  validateSearch: (search: Record<string, unknown>): { insight?: string | undefined } => ({
    insight: typeof search.insight === "string" ? search.insight : undefined,
  }),
  component: lazyRouteComponent(pages, "InsightsPage"),
});

export const feedbackRoutes = [
  programmesRoute,
  followUpsRoute,
  themesRoute,
  insightsRoute,
  programmeRoute,
] as const;
