-- Links that show a wallboard to a screen without anybody signing in. Of the secret only its hash is kept; instants that have not
-- come are 0.
create table insight_wallboards (
    id ID_KEY,
    content TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
