-- OpenID Connect providers whose word is taken for who somebody is.
create table access_identity_providers (
    id ID_KEY,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- Sealed with the installation's key; empty for a client without one.
    client_secret BYTES NOT NULL,
    -- Asked for beside openid.
    scopes TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    -- With spaces between; empty for every domain.
    email_domains TEXT NOT NULL,
    trust_email BOOLEAN NOT NULL,
    create_people BOOLEAN NOT NULL,
    -- 0: nobody without a role that a rule gives.
    default_role_id BIGINT NOT NULL,
    role_claim TEXT NOT NULL,
    roles_follow BOOLEAN NOT NULL,
    counts_as_second_factor BOOLEAN NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;

-- Who has a value in the claim gets the role; the first rule that fits.
create table access_identity_provider_roles (
    provider_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    value TEXT NOT NULL,
    role_id BIGINT NOT NULL,
    PRIMARY KEY (provider_id, place)
) LINK_TABLE;

-- Whose account at a provider belongs to whom here.
create table access_identities (
    id ID_KEY,
    provider_id BIGINT NOT NULL,
    subject TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_identities_subject on access_identities (provider_id, subject);
create index access_identities_person on access_identities (person_id);

-- Somebody was sent to a provider and is not back yet.
create table access_sign_on_requests (
    state_hash TEXT PRIMARY KEY,
    provider_id BIGINT NOT NULL,
    -- The browser that was sent: nobody signs in with what somebody else brought back.
    browser_hash TEXT NOT NULL,
    -- What only we may know until then, sealed with the installation's key.
    sealed BYTES NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT_TABLE;
create index access_sign_on_requests_expiry on access_sign_on_requests (expires_at);

-- Who may sign in with what only we know: a password or a passkey.
alter table access_security add column password_sign_in TEXT NOT NULL DEFAULT 'everybody';
-- Half a sign-in by a provider; 0: by password.
alter table access_sign_ins add column provider_id BIGINT NOT NULL DEFAULT 0;
