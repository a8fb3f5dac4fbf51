-- How often all facts were thrown away to be made anew: what was loaded before that is told by it.
alter table insight_made add column times_anew BIGINT NOT NULL DEFAULT 0;
