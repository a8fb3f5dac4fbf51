-- Of every secret only its SHA-256 is kept: they are random and long, so a slow hash would add nothing.
create table access_sessions (
    id ID_KEY,
    person_id BIGINT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL
) STRICT_TABLE;
create unique index access_sessions_secret on access_sessions (secret_hash);
create index access_sessions_person on access_sessions (person_id, id);
create index access_sessions_expiry on access_sessions (expires_at);

create table access_tokens (
    id ID_KEY,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    -- The first characters, so that a token found somewhere can be told from the others.
    hint TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- 0: never used; 0: never expires.
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_tokens_secret on access_tokens (secret_hash);
create index access_tokens_person on access_tokens (person_id, id);

create table access_invitations (
    id ID_KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    name TEXT NOT NULL,
    role_id BIGINT NOT NULL,
    secret_hash TEXT NOT NULL,
    invited_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_invitations_email on access_invitations (email_folded);
create unique index access_invitations_secret on access_invitations (secret_hash);
create index access_invitations_role on access_invitations (role_id);

create table access_invitation_teams (
    invitation_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    PRIMARY KEY (invitation_id, team_id)
) LINK_TABLE;

-- One open reset a person: a newer one makes the older useless.
create table access_password_resets (
    person_id ID_KEY,
    secret_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_password_resets_secret on access_password_resets (secret_hash);

-- Counts attempts by address and by account, so that several nodes agree.
create table access_attempts (
    subject TEXT PRIMARY KEY,
    count BIGINT NOT NULL,
    since BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
) STRICT_TABLE;
create index access_attempts_since on access_attempts (since);
