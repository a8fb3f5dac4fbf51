import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { administrationRoute } from "@/app/roots";

const healthRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "health",
  component: lazyRouteComponent(() => import("./HealthPage"), "HealthPage"),
});

/** Pages about the installation, under administration. */
export const systemRoutes = [healthRoute] as const;
