import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { administrationRoute, rootRoute, shellRoute } from "@/app/roots";
import { readAuditSearch } from "./audit/auditSearch";
import "./signOn/arrival";
import { ownAddress } from "./signOn/target";

/** The pages of administrators are one piece: the first load of the house names one file. */
const administration = () => import("./administration/pages");

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signIn,
  validateSearch: (search: Record<string, unknown>): { back?: string | undefined } => ({
    back: ownAddress(search.back),
  }),
  component: lazyRouteComponent(() => import("./public/SignInPage"), "SignInPage"),
});

/** Where the company's provider sends people back to. */
const signOnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signOn,
  component: lazyRouteComponent(() => import("./signOn/SignOnPage"), "SignOnPage"),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.setUp,
  component: lazyRouteComponent(() => import("./public/SetUpPage"), "SetUpPage"),
});

/** How far the demo company is: needs somebody signed in, but not the frame around the work. */
const setUpProgressRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.setUpProgress,
  component: lazyRouteComponent(() => import("./public/DemoProgress"), "DemoProgress"),
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
  component: lazyRouteComponent(() => import("./profile/ProfilePage"), "ProfilePage"),
});

const homeRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "/",
  component: lazyRouteComponent(administration, "AdministrationHome"),
});

const peopleRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "people",
  component: lazyRouteComponent(administration, "PeoplePage"),
});

const teamsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "teams",
  component: lazyRouteComponent(administration, "TeamsPage"),
});

const rolesRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "roles",
  component: lazyRouteComponent(administration, "RolesPage"),
});

const tokensRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "tokens",
  component: lazyRouteComponent(administration, "TokensPage"),
});

const companyRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "company",
  component: lazyRouteComponent(administration, "CompanyPage"),
});

const securityRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "security",
  component: lazyRouteComponent(administration, "SecurityPage"),
});

const auditRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "audit",
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(administration, "AuditPage"),
});

/** Pages for people who are not signed in. */
export const accessPublicRoutes = [
  signInRoute,
  signOnRoute,
  setUpRoute,
  setUpProgressRoute,
  forgottenRoute,
  resetPasswordRoute,
  invitationRoute,
] as const;

/** Pages of the signed-in person. */
export const accessRoutes = [profileRoute] as const;

/** Pages of administration. */
export const accessAdministrationRoutes = [
  homeRoute,
  peopleRoute,
  teamsRoute,
  rolesRoute,
  tokensRoute,
  companyRoute,
  securityRoute,
  auditRoute,
] as const;
