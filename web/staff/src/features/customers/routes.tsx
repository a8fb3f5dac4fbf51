import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { administrationRoute, shellRoute } from "@/app/roots";

interface CustomersSearch {
  q?: string | undefined;
  show?: "people" | "organisations" | undefined;
}

const customersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.customers,
  validateSearch: (search: Record<string, unknown>): CustomersSearch => ({
    q: typeof search.q === "string" && search.q ? search.q : undefined,
    show: search.show === "organisations" ? "organisations" : undefined,
  }),
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

const attributesRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "attributes",
  component: lazyRouteComponent(() => import("./administration/AttributesPage"), "AttributesPage"),
});

/** Pages of administration. */
export const customersAdministrationRoutes = [attributesRoute] as const;
