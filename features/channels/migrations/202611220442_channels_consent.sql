-- Mail providers that give access by consent (OAuth 2), as an administrator registered us there.
create table channels_providers (
    id ID_KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret BYTES,
    tenant TEXT NOT NULL,
    authorize_url TEXT NOT NULL,
    token_url TEXT NOT NULL,
    scope TEXT NOT NULL,
    removed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;

-- What a provider allowed for a mailbox. Tokens are sealed.
create table channels_consents (
    mailbox_id BIGINT PRIMARY KEY,
    provider_id BIGINT NOT NULL,
    refresh_token BYTES,
    access_token BYTES,
    expires_at BIGINT NOT NULL,
    -- Why it does not hold any more; empty while it does.
    revoked TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    -- One node at a time asks for a new token.
    asking_until BIGINT NOT NULL
) STRICT_TABLE;

-- Somebody went to a provider to consent and is expected back.
create table channels_consent_requests (
    state_hash TEXT PRIMARY KEY,
    mailbox_id BIGINT NOT NULL,
    provider_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    verifier BYTES,
    expires_at BIGINT NOT NULL
) STRICT_TABLE;
