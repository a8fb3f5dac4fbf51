import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { administrationRoute, rootRoute, shellRoute } from "@/app/roots";

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signIn,
  validateSearch: (search: Record<string, unknown>): { back?: string | undefined } => ({
    // Only an address of this house; never another site's.
    back: typeof search.back === "string" && /^\/(?![/\\])/.test(search.back) ? search.back : undefined,
  }),
  component: lazyRouteComponent(() => import("./public/SignInPage"), "SignInPage"),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.setUp,
  component: lazyRouteComponent(() => import("./public/SetUpPage"), "SetUpPage"),
});

const forgottenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.forgotten,
  component: lazyRouteComponent(() => import("./public/ForgottenPage"), "ForgottenPage"),
});

const withToken = (search: Record<string, unknown>): { token?: string | undefined } => ({
  token: text(search.token),
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.resetPassword,
  validateSearch: withToken,
  component: lazyRouteComponent(() => import("./public/ResetPasswordPage"), "ResetPasswordPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.invitation,
  validateSearch: withToken,
  component: lazyRouteComponent(() => import("./public/InvitationPage"), "InvitationPage"),
});

const profileRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.profile,
  component: lazyRouteComponent(() => import("./ProfilePage"), "ProfilePage"),
});

const homeRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./administration/AdministrationHome"), "AdministrationHome"),
});

/** Pages for people who are not signed in. */
export const accessPublicRoutes = [
  signInRoute,
  setUpRoute,
  forgottenRoute,
  resetPasswordRoute,
  invitationRoute,
] as const;

/** Pages of the signed-in person. */
export const accessRoutes = [profileRoute] as const;

/** Pages of administration. */
export const accessAdministrationRoutes = [homeRoute] as const;
