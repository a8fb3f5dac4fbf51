-- The one filling of a demo company: what it was made from, and how far it is.
create table demo_runs (
    id ID_KEY,
    seed BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    conversations BIGINT NOT NULL,
    host BIGINT NOT NULL,
    steps_done BIGINT NOT NULL,
    finished BOOLEAN NOT NULL
) STRICT_TABLE;

-- What became of the made-up things: so that an interrupted filling can go on.
create table demo_things (
    kind TEXT NOT NULL,
    place BIGINT NOT NULL,
    thing BIGINT NOT NULL,
    PRIMARY KEY (kind, place)
) LINK_TABLE;
