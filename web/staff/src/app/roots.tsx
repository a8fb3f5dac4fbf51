import { createRootRoute, createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import { switchLanguage } from "@/lib/i18n/i18n";
import { queryClient } from "@/lib/query/client";
import { meQuery } from "@/lib/session/session";
import { CrashPage, LostPage } from "./ErrorPages";
import { paths } from "./paths";

/** The root of all pages, signed in or not. */
export const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: CrashPage,
  notFoundComponent: LostPage,
});

/** Lets signed-in people through, in their language; sends everybody else to sign in and then back to `href`. */
export async function enter(href: string): Promise<void> {
  try {
    const me = await queryClient.ensureQueryData(meQuery);
    await switchLanguage(me.person.language);
  } catch (error) {
    if (Problem.from(error).status !== 401) throw error;
    const setup = await unwrap<{ needed: boolean }>(api.GET("/api/v1/access/setup", {}));
    if (setup.needed) throw redirect({ to: paths.setUp });
    throw redirect({ to: paths.signIn, search: { back: href } });
  }
}

/** Parent of every page that needs a signed-in person; it brings navigation, keys and live updates. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  component: lazyRouteComponent(() => import("./Shell"), "Shell"),
  beforeLoad: ({ location }) => enter(location.href),
});

/** Parent of every page of administration; it brings their list. */
export const administrationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: paths.administration,
  component: lazyRouteComponent(
    () => import("@/features/access/administration/AdministrationLayout"),
    "AdministrationLayout",
  ),
});
