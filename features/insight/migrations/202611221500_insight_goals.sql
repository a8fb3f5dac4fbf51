-- What somebody wants figures to be. The content is the goal as JSON; times are instants.
create table insight_goals (
    id ID_KEY,
    content TEXT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
