create table files_blobs (
    id ID_KEY,
    hash TEXT NOT NULL,
    size BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    bytes BYTES
) STRICT_TABLE;
create unique index files_blobs_hash on files_blobs (hash);
