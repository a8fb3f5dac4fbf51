create table db_counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL) LINK_TABLE;

create table db_events (
    number IDENTITY,
    tx BIGINT NOT NULL DEFAULT CURRENT_TX,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    thing TEXT NOT NULL,
    at BIGINT NOT NULL,
    person BIGINT NOT NULL,
    facts TEXT NOT NULL
) STRICT_TABLE;
create index db_events_order on db_events (tx, number);
create index db_events_thing on db_events (thing, number);

create table db_consumers (
    name TEXT PRIMARY KEY,
    tx BIGINT NOT NULL,
    number BIGINT NOT NULL,
    moved_at BIGINT NOT NULL
) STRICT_TABLE;

create table db_parked_events (
    consumer TEXT NOT NULL,
    number BIGINT NOT NULL,
    tx BIGINT NOT NULL,
    thing TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    retry_at BIGINT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (consumer, number)
) LINK_TABLE;
create index db_parked_events_thing on db_parked_events (consumer, thing);
create index db_parked_events_retry on db_parked_events (retry_at);

create table db_audit (
    number IDENTITY,
    tx BIGINT NOT NULL DEFAULT CURRENT_TX,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    person BIGINT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    thing TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT_TABLE;
create index db_audit_order on db_audit (tx, number);
create index db_audit_thing on db_audit (thing, number);
create index db_audit_person on db_audit (person, number);
create index db_audit_action on db_audit (action, number);

create table db_audit_seals (
    place BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL
) STRICT_TABLE;
create unique index db_audit_seals_number on db_audit_seals (number);
