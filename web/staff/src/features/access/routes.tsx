import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { rootRoute, shellRoute } from "@/app/roots";

interface SignInSearch {
  back?: string | undefined;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signIn,
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    // Only an address of this house; never another site's.
    back: typeof search.back === "string" && /^\/(?!\/)/.test(search.back) ? search.back : undefined,
  }),
  component: lazyRouteComponent(() => import("./SignInPage"), "SignInPage"),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.setUp,
  component: lazyRouteComponent(() => import("./SetUpPage"), "SetUpPage"),
});

const profileRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.profile,
  component: lazyRouteComponent(() => import("./ProfilePage"), "ProfilePage"),
});

const administrationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.administration,
  component: lazyRouteComponent(() => import("./AdministrationPage"), "AdministrationPage"),
});

/** Pages for people who are not signed in. */
export const accessPublicRoutes = [signInRoute, setUpRoute] as const;

/** Pages of the signed-in person. */
export const accessRoutes = [profileRoute, administrationRoute] as const;
