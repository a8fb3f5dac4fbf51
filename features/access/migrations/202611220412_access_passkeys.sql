-- Keys that a device or a password manager holds for somebody; the public half, as webauthn-rs keeps it.
create table access_passkeys (
    id ID_KEY,
    person_id BIGINT NOT NULL,
    -- Base64 of what the device calls it.
    credential TEXT NOT NULL,
    name TEXT NOT NULL,
    passkey TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- 0: never used.
    last_used_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_passkeys_credential on access_passkeys (credential);
create index access_passkeys_person on access_passkeys (person_id, id);

-- What a device was asked and has not answered yet.
create table access_passkey_challenges (
    secret_hash TEXT PRIMARY KEY,
    -- 0: of whoever signs in.
    person_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT_TABLE;
create index access_passkey_challenges_expiry on access_passkey_challenges (expires_at);
