-- Roll-ups: what every metric counts of a stretch of days and a part of the department, so that a dashboard grows with days
-- and teams and not with history. Made of facts alone; thrown away and built anew when the way of counting changes.
create table insight_rollups (
    -- By what is divided: 0 nothing, 1 team, 2 team and agent, 3 channel, 4 topic, 5 team and channel.
    dimension BIGINT NOT NULL,
    -- 0 days, 1 weeks, 2 months.
    grain BIGINT NOT NULL,
    -- The first day, in days since 1970-01-01.
    start BIGINT NOT NULL,
    -- The part, as it is told; empty for what belongs to none.
    part TEXT NOT NULL,
    -- Counts, sums, medians and percentiles, ready to be shown.
    summary BYTES NOT NULL,
    PRIMARY KEY (dimension, grain, start, part)
) LINK_TABLE;

-- The sketches of the same, apart: only what is added up needs them.
create table insight_rollup_sketches (
    dimension BIGINT NOT NULL,
    grain BIGINT NOT NULL,
    start BIGINT NOT NULL,
    part TEXT NOT NULL,
    buckets BYTES NOT NULL,
    PRIMARY KEY (dimension, grain, start, part)
) LINK_TABLE;

-- How they were counted, and how far they are built: conversations up to this id are in them.
create table insight_rollup_state (
    id ID_KEY,
    zone TEXT NOT NULL,
    window_days BIGINT NOT NULL,
    rules BIGINT NOT NULL,
    built_to BIGINT NOT NULL,
    -- Rises with every batch, so that two who change them at once wait for each other.
    batches BIGINT NOT NULL
) STRICT_TABLE;
insert into insight_rollup_state (id, zone, window_days, rules, built_to, batches) values (1, '', 0, 0, 0, 0);

-- Who wrote to us again on the same topic: looked up whenever a conversation is solved or begun.
create index insight_conversations_again on insight_conversations (contact_id, topic_id, solved_at) where solved_at > 0;
