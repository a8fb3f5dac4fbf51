import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { Mailbox, OutgoingMail, UnplacedMail } from "@/lib/api/schema";
import { endless } from "@/lib/query/endless";

export const channelsKeys = {
  mailboxes: ["channels", "mailboxes"],
  providers: ["channels", "providers"],
  unplaced: ["channels", "unplaced"],
  outgoing: ["channels", "outgoing"],
  rules: ["channels", "rules"],
  dkim: ["channels", "dkim"],
  storms: ["channels", "storms"],
} as const;

/** The states of outgoing mail one may ask for. */
export const OUTGOING_STATES = ["failed", "waiting", "sending", "sent", "withdrawn"] as const;
export type OutgoingState = (typeof OUTGOING_STATES)[number];

export const mailboxListQuery = endless<Mailbox>([...channelsKeys.mailboxes, "list"], () =>
  unwrap(api.GET("/api/v1/channels/mailboxes", {})),
);

/** The mailboxes of which an alarm tells that they stopped fetching. */
export const stoppedMailboxesQuery = queryOptions({
  queryKey: [...channelsKeys.mailboxes, "stopped"],
  queryFn: async () => {
    const all = await unwrap(api.GET("/api/v1/channels/mailboxes", {}));
    return all.items.filter((mailbox) => mailbox.state?.health === "stopped");
  },
  refetchInterval: 60_000,
});

export const mailboxQuery = (id: string) =>
  queryOptions({
    queryKey: [...channelsKeys.mailboxes, id],
    queryFn: () => unwrap(api.GET("/api/v1/channels/mailboxes/{id}", { params: { path: { id } } })),
  });

/** The mail providers that give access by consent. */
export const providersQuery = queryOptions({
  queryKey: channelsKeys.providers,
  queryFn: () => unwrap(api.GET("/api/v1/channels/mail-providers", {})),
});

export const unplacedQuery = endless<UnplacedMail>(channelsKeys.unplaced, (cursor) =>
  unwrap(api.GET("/api/v1/channels/unplaced", { params: { query: { cursor } } })),
);

export const outgoingQuery = (state: OutgoingState | undefined) =>
  endless<OutgoingMail>([...channelsKeys.outgoing, state], (cursor) =>
    unwrap(api.GET("/api/v1/channels/outgoing", { params: { query: { state, cursor } } })),
  );

export const stormsQuery = queryOptions({
  queryKey: channelsKeys.storms,
  queryFn: () => unwrap(api.GET("/api/v1/channels/storms", {})),
});

export const dkimQuery = queryOptions({
  queryKey: channelsKeys.dkim,
  queryFn: () => unwrap(api.GET("/api/v1/channels/dkim", {})),
});

export const rulesQuery = queryOptions({
  queryKey: channelsKeys.rules,
  queryFn: () => unwrap(api.GET("/api/v1/channels/rules", {})),
});

export const mailboxRulesQuery = (id: string) =>
  queryOptions({
    queryKey: [...channelsKeys.rules, id],
    queryFn: () => unwrap(api.GET("/api/v1/channels/mailboxes/{id}/rules", { params: { path: { id } } })),
  });

/** Teams to give a mailbox to. */
export const teamChoicesQuery = queryOptions({
  queryKey: ["access", "teams", "choice"],
  queryFn: () => unwrap(api.GET("/api/v1/access/teams", { params: { query: { limit: 200 } } })),
});
