import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { administrationRoute } from "@/app/roots";

const calendarsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "working-hours",
  component: lazyRouteComponent(() => import("./calendars/CalendarsPage"), "CalendarsPage"),
});

const calendarRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "working-hours/$calendar",
  component: lazyRouteComponent(() => import("./calendars/CalendarPage"), "CalendarPage"),
});

/** Pages of administration. */
export const serviceLevelsRoutes = [calendarsRoute, calendarRoute] as const;
