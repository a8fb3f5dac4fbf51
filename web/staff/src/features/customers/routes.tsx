import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { shellRoute } from "@/app/roots";

const customersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.customers,
  component: lazyRouteComponent(() => import("./CustomersPage"), "CustomersPage"),
});

const contactRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.contact,
  component: lazyRouteComponent(() => import("./ContactPage"), "ContactPage"),
});

const organisationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.organisation,
  component: lazyRouteComponent(() => import("./OrganisationPage"), "OrganisationPage"),
});

export const customersRoutes = [customersRoute, contactRoute, organisationRoute] as const;
