-- What is done so that a figure moves. `closed` is 0 while it is to be done, so that what is due first comes first; due_on is a
-- day as 2026-03-02.
create table insight_actions (
    id ID_KEY,
    owner_id BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    closed BIGINT NOT NULL,
    content TEXT NOT NULL,
    verdict TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index insight_actions_due on insight_actions (closed, due_on, id);
create index insight_actions_owner on insight_actions (owner_id, closed, due_on, id);
