import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { administrationRoute } from "@/app/roots";
import { OUTGOING_STATES, type OutgoingState } from "./queries";

/** The pages of mail are one piece: the first load of the house names one file. */
const pages = () => import("./pages");

const mailboxesRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "mailboxes",
  component: lazyRouteComponent(pages, "MailboxesPage"),
});

/** One mailbox; `new` is the one to be connected. */
const mailboxRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "mailboxes/$mailbox",
  component: lazyRouteComponent(pages, "MailboxPage"),
});

/** Where a provider sends people back to. */
const consentRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "mailboxes/consent",
  validateSearch: (search: Record<string, unknown>) => {
    const word = (value: unknown) => (value === undefined ? undefined : String(value));
    return { state: word(search.state), code: word(search.code), error: word(search.error) };
  },
  component: lazyRouteComponent(pages, "ConsentPage"),
});

const providersRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "mail-providers",
  component: lazyRouteComponent(pages, "ProvidersPage"),
});

const unplacedRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "unplaced",
  component: lazyRouteComponent(pages, "UnplacedPage"),
});

const outgoingRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "outgoing",
  validateSearch: (search: Record<string, unknown>): { state?: OutgoingState | undefined } => ({
    state: OUTGOING_STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(pages, "OutgoingPage"),
});

const rulesRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "mail-rules",
  component: lazyRouteComponent(pages, "RulesPage"),
});

/** Pages about mailboxes, all under administration. */
export const channelsRoutes = [
  mailboxesRoute,
  mailboxRoute,
  consentRoute,
  providersRoute,
  unplacedRoute,
  outgoingRoute,
  rulesRoute,
] as const;
