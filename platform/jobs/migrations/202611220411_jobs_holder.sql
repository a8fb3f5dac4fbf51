-- Which node has a job in hand, and when its instant was set: what a dead node held goes on at once, and so does what was set
-- by a clock that ran ahead.
alter table jobs_queue add column holder TEXT NOT NULL DEFAULT '';
alter table jobs_queue add column set_at BIGINT NOT NULL DEFAULT 0;
