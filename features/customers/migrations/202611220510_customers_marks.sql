create table customers_marks (
    address TEXT PRIMARY KEY,
    undeliverable_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    answer TEXT NOT NULL,
    soft_count BIGINT NOT NULL,
    soft_at BIGINT NOT NULL,
    complained_at BIGINT NOT NULL
) STRICT_TABLE;

create table customers_unsubscribed (
    address TEXT NOT NULL,
    list TEXT NOT NULL,
    at BIGINT NOT NULL,
    primary key (address, list)
) STRICT_TABLE;
