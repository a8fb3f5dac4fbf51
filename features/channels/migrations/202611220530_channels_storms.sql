alter table channels_intake add column storm_id BIGINT NOT NULL DEFAULT 0;
alter table channels_intake add column release_at BIGINT NOT NULL DEFAULT 0;
create index channels_intake_storm on channels_intake (storm_id, state) where storm_id <> 0;

create table channels_storms (
    id ID_KEY,
    scope TEXT NOT NULL,
    who TEXT NOT NULL,
    state TEXT NOT NULL,
    seen BIGINT NOT NULL,
    usual BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL
) STRICT_TABLE;
create index channels_storms_open on channels_storms (ended_at, began_at, id);

create table channels_arrivals (
    scope TEXT NOT NULL,
    who TEXT NOT NULL,
    span BIGINT NOT NULL,
    mails BIGINT NOT NULL,
    primary key (scope, who, span)
) STRICT_TABLE;
create index channels_arrivals_span on channels_arrivals (span);

create table channels_watch (
    id BIGINT PRIMARY KEY,
    last_id BIGINT NOT NULL
) STRICT_TABLE;
