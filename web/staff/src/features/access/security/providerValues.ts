import type {
  IdentityProviderCreation,
  IdentityProviderRevision,
  IdentityProviderView,
} from "@/lib/api/schema";

/** A rule as it is being written: its role may not be chosen yet. */
export interface RuleValues {
  value: string;
  role_id: string | null;
}

/** What the form of a provider holds. The secret is written only: it is empty unless somebody types a new one. */
export function valuesOf(provider: IdentityProviderView | null) {
  return {
    name: provider?.name ?? "",
    issuer: provider?.issuer ?? "",
    client_id: provider?.client_id ?? "",
    client_secret: "",
    scopes: provider?.scopes ?? "profile email",
    enabled: provider?.enabled ?? true,
    email_domains: provider?.email_domains ?? [],
    trust_email: provider?.trust_email ?? false,
    // Nobody gets a place here by an account elsewhere before somebody decided so.
    create_people: provider?.create_people ?? false,
    default_role_id: provider?.default_role_id ?? null,
    role_claim: provider?.role_claim ?? "",
    role_rules: (provider?.role_rules ?? []).map((rule): RuleValues => ({ ...rule })),
    roles_follow: provider?.roles_follow ?? false,
    counts_as_second_factor: provider?.counts_as_second_factor ?? false,
  };
}

export type ProviderValues = ReturnType<typeof valuesOf>;

const rulesOf = (rules: readonly RuleValues[]) =>
  rules.map(({ value, role_id }) => ({ value: value.trim(), role_id: role_id ?? "" }));

export function creationOf(values: ProviderValues): IdentityProviderCreation {
  return {
    ...values,
    client_secret: values.client_secret || null,
    role_rules: rulesOf(values.role_rules),
  };
}

/** A secret that was not typed stays as it is. */
export function revisionOf(
  { client_secret, ...values }: ProviderValues,
  version: number,
): IdentityProviderRevision {
  return {
    ...values,
    ...(client_secret ? { client_secret } : {}),
    role_rules: rulesOf(values.role_rules),
    version,
  };
}

/** The first word about a field or its parts: a list of mail domains is at fault as a whole. */
export function faultOf(errors: Record<string, unknown>, field: string): string | undefined {
  const found = Object.entries(errors).find(([path]) => path === field || path.startsWith(`${field}.`))?.[1];
  return typeof found === "string" ? found : undefined;
}
