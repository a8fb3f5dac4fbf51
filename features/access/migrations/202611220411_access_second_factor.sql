-- The shared secret of somebody's authenticator app, sealed with the installation's key; it counts once a code confirmed it.
create table access_totp (
    person_id ID_KEY,
    secret BYTES NOT NULL,
    -- 0: not confirmed yet.
    confirmed_at BIGINT NOT NULL,
    -- The 30 second step of the last code taken: no code is taken twice.
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
) STRICT_TABLE;

-- Hashed under the installation's key: a code is too short to resist guessing by whoever holds the table alone.
create table access_recovery_codes (
    person_id BIGINT NOT NULL,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (person_id, code_hash)
) LINK_TABLE;

-- Half a sign-in: the password was right, the second factor is still to be shown. It opens nothing else.
create table access_sign_ins (
    id ID_KEY,
    person_id BIGINT NOT NULL,
    secret_hash TEXT NOT NULL,
    tries BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_sign_ins_secret on access_sign_ins (secret_hash);
create index access_sign_ins_person on access_sign_ins (person_id);
create index access_sign_ins_expiry on access_sign_ins (expires_at);

-- Of whom a second factor is asked; one row.
create table access_security (
    id ID_KEY,
    second_factor TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
insert into access_security (id, second_factor, version) values (1, 'nobody', 1);

create table access_security_roles (
    role_id ID_KEY
) STRICT_TABLE;

-- Browsers in which somebody signed in before, known by a cookie of their own.
create table access_devices (
    person_id BIGINT NOT NULL,
    secret_hash TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, secret_hash)
) LINK_TABLE;
create index access_devices_secret on access_devices (secret_hash);
create index access_devices_seen on access_devices (seen_at);
