-- Each attempt to make a backup: what it made, or why not.
create table system_backups (
    id ID_KEY,
    at BIGINT NOT NULL,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT_TABLE;
create index system_backups_order on system_backups (at, id);
