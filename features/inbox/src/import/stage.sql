create table inbox_import_rows (
    case_key TEXT NOT NULL,
    kind BIGINT NOT NULL,
    at BIGINT NOT NULL,
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    body TEXT NOT NULL
) STRICT_TABLE;
create table inbox_import_cases (
    case_key TEXT PRIMARY KEY,
    begins BIGINT NOT NULL
) LINK_TABLE;
