-- Durations while the department worked, beside those of the clock, in microseconds.
alter table insight_conversations add column first_response_business BIGINT NOT NULL DEFAULT 0;
alter table insight_conversations add column first_resolution_business BIGINT NOT NULL DEFAULT 0;
alter table insight_conversations add column full_resolution_business BIGINT NOT NULL DEFAULT 0;
alter table insight_conversations add column requester_wait_business BIGINT NOT NULL DEFAULT 0;
alter table insight_conversations add column agent_wait_business BIGINT NOT NULL DEFAULT 0;
alter table insight_conversations add column hold_wait_business BIGINT NOT NULL DEFAULT 0;
alter table insight_messages add column waited_business BIGINT NOT NULL DEFAULT 0;
alter table insight_statuses add column business BIGINT NOT NULL DEFAULT 0;
alter table insight_assignments add column business BIGINT NOT NULL DEFAULT 0;

-- The department's calendar as it was from each instant on. The first one counts for all that was before it too.
create table insight_calendars (
    -- The number of the event that told of it.
    place BIGINT NOT NULL PRIMARY KEY,
    from_at BIGINT NOT NULL,
    hours TEXT NOT NULL
) STRICT_TABLE;

-- By which rules the facts were made. When these change, they are made anew.
create table insight_made (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
) STRICT_TABLE;
