create table jobs_queue (
    id ID_KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    unique_key TEXT,
    made_at BIGINT NOT NULL
) STRICT_TABLE;
create index jobs_queue_due on jobs_queue (kind, run_at, id);
create unique index jobs_queue_unique on jobs_queue (kind, unique_key);

create table jobs_parked (
    id ID_KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    unique_key TEXT,
    made_at BIGINT NOT NULL,
    parked_at BIGINT NOT NULL,
    error TEXT NOT NULL
) STRICT_TABLE;
create index jobs_parked_order on jobs_parked (parked_at, id);
