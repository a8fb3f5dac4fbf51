-- Dashboards that people lay out themselves.
create table insight_dashboards (
    id ID_KEY,
    owner_id BIGINT NOT NULL,
    -- 0 its owner, 1 a team, 2 everybody.
    shared BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- What stands where, as JSON that was checked.
    layout TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index insight_dashboards_name on insight_dashboards (name, id);

-- Notes pinned on a day: a release, an outage.
create table insight_notes (
    id ID_KEY,
    -- Days since 1970-01-01.
    day BIGINT NOT NULL,
    text TEXT NOT NULL,
    author_id BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index insight_notes_day on insight_notes (day, id);

-- Who looked at whose figures.
create table insight_looks (
    id ID_KEY,
    at BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    -- The query, as it was asked.
    question TEXT NOT NULL
) STRICT_TABLE;
create index insight_looks_at on insight_looks (at, id);

-- What is open now: a small part of all conversations, for the wallboard.
create index insight_conversations_open on insight_conversations (team_id, status, status_since)
    where status <> 'solved' and status <> 'closed';
