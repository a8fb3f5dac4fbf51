-- The nodes that work on this database. A row whose beat no longer rises belongs to a node that died.
create table db_nodes (
    name TEXT PRIMARY KEY,
    beat BIGINT NOT NULL,
    at BIGINT NOT NULL
) LINK_TABLE;
