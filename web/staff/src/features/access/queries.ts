import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type {
  AuditView,
  InvitationView,
  PersonView,
  RoleView,
  SessionView,
  TeamView,
  TokenView,
} from "@/lib/api/schema";
import { endless } from "@/lib/query/endless";

export interface AuditFilters {
  person_id?: string | undefined;
  action?: string | undefined;
  thing?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const accessKeys = {
  me: ["access", "me"],
  people: ["access", "people"],
  invitations: ["access", "invitations"],
  teams: ["access", "teams"],
  roles: ["access", "roles"],
  tokens: ["access", "tokens"],
  sessions: ["access", "sessions"],
  secondFactor: ["access", "second-factor"],
  passkeys: ["access", "passkeys"],
  security: ["access", "security"],
  identityProviders: ["access", "identity-providers"],
  signOn: ["access", "sign-on"],
  signIn: (person: string) => ["access", "sign-in", person],
  company: ["access", "company"],
  audit: ["access", "audit"],
} as const;

export const peopleListQuery = (q: string) =>
  endless<PersonView>([...accessKeys.people, "list", q], (cursor) =>
    unwrap(api.GET("/api/v1/access/people", { params: { query: { q: q || undefined, cursor } } })),
  );

/** Everybody, to choose from. */
export const allPeopleQuery = queryOptions({
  queryKey: [...accessKeys.people, "all"],
  queryFn: () => unwrap(api.GET("/api/v1/access/people", { params: { query: { limit: 200 } } })),
});

export const invitationsQuery = endless<InvitationView>(accessKeys.invitations, (cursor) =>
  unwrap(api.GET("/api/v1/access/invitations", { params: { query: { cursor } } })),
);

export const teamsListQuery = endless<TeamView>([...accessKeys.teams, "list"], (cursor) =>
  unwrap(api.GET("/api/v1/access/teams", { params: { query: { limit: 200, cursor } } })),
);

export const rolesListQuery = endless<RoleView>(accessKeys.roles, (cursor) =>
  unwrap(api.GET("/api/v1/access/roles", { params: { query: { limit: 200, cursor } } })),
);

export const permissionsQuery = queryOptions({
  queryKey: ["access", "permissions"],
  queryFn: () => unwrap(api.GET("/api/v1/access/permissions", {})),
  staleTime: Number.POSITIVE_INFINITY,
});

export const tokensQuery = endless<TokenView>(accessKeys.tokens, (cursor) =>
  unwrap(api.GET("/api/v1/access/tokens", { params: { query: { limit: 200, cursor } } })),
);

export const sessionsQuery = endless<SessionView>(accessKeys.sessions, (cursor) =>
  unwrap(api.GET("/api/v1/access/sessions", { params: { query: { cursor } } })),
);

export const secondFactorQuery = queryOptions({
  queryKey: accessKeys.secondFactor,
  queryFn: () => unwrap(api.GET("/api/v1/access/me/second-factor", {})),
});

export const passkeysQuery = queryOptions({
  queryKey: accessKeys.passkeys,
  queryFn: () => unwrap(api.GET("/api/v1/access/me/passkeys", {})),
});

export const securityQuery = queryOptions({
  queryKey: accessKeys.security,
  queryFn: () => unwrap(api.GET("/api/v1/access/security", {})),
});

export const identityProvidersQuery = queryOptions({
  queryKey: accessKeys.identityProviders,
  queryFn: () => unwrap(api.GET("/api/v1/access/identity-providers", {})),
});

/** The ways in besides a password. Nobody waits for them long: the password is offered when they cannot be learned. */
export const signOnOfferQuery = queryOptions({
  queryKey: accessKeys.signOn,
  queryFn: () => unwrap(api.GET("/api/v1/access/sign-on", { signal: AbortSignal.timeout(5000) })),
  retry: false,
});

export const signInQuery = (person: string) =>
  queryOptions({
    queryKey: accessKeys.signIn(person),
    queryFn: () =>
      unwrap(api.GET("/api/v1/access/people/{id}/sign-in", { params: { path: { id: person } } })),
  });

export const companyQuery = queryOptions({
  queryKey: accessKeys.company,
  queryFn: () => unwrap(api.GET("/api/v1/access/company", {})),
});

export const auditQuery = (filters: AuditFilters) =>
  endless<AuditView>([...accessKeys.audit, filters], (cursor) =>
    unwrap(api.GET("/api/v1/access/audit", { params: { query: { ...filters, cursor } } })),
  );
