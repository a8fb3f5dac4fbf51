import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { accessAdministrationRoutes, accessPublicRoutes, accessRoutes } from "@/features/access/routes";
import { channelsRoutes } from "@/features/channels/routes";
import { customersAdministrationRoutes, customersRoutes } from "@/features/customers/routes";
import { feedbackRoutes } from "@/features/feedback/routes";
import { inboxAdministrationRoutes, inboxRoutes } from "@/features/inbox/routes";
import { insightRoutes, wallboardRoute, wallRoute } from "@/features/insight/routes";
import { serviceLevelsRoutes } from "@/features/service_levels/routes";
import { systemRoutes } from "@/features/system/routes";
import { CrashPage } from "./ErrorPages";
import { paths } from "./paths";
import { administrationRoute, rootRoute, shellRoute } from "./roots";

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.home,
  beforeLoad: () => {
    throw redirect({ to: paths.inbox, params: { view: "mine" }, replace: true });
  },
});

const routeTree = rootRoute.addChildren([
  ...accessPublicRoutes,
  wallboardRoute,
  wallRoute,
  shellRoute.addChildren([
    homeRoute,
    ...inboxRoutes,
    ...customersRoutes,
    insightRoutes,
    ...feedbackRoutes,
    ...accessRoutes,
    administrationRoute.addChildren([
      ...accessAdministrationRoutes,
      ...channelsRoutes,
      ...inboxAdministrationRoutes,
      ...customersAdministrationRoutes,
      ...serviceLevelsRoutes,
      ...systemRoutes,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 400,
  defaultErrorComponent: CrashPage,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
