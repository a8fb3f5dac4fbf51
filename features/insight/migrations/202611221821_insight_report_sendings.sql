-- Which stretches a plan has reported by itself: each once. Days are as 2026-03-02.
create table insight_report_runs (
    plan_id BIGINT NOT NULL,
    first_day TEXT NOT NULL,
    report_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    primary key (plan_id, first_day)
) STRICT_TABLE;
create index insight_report_runs_report on insight_report_runs (report_id);

-- A report sent to somebody. `batch` is 'schedule', or the id of what was asked for by hand: nobody receives the same batch twice.
-- `state` is waiting until the outgoing mail has it, then queued; what becomes of it there is asked there.
create table insight_report_sendings (
    id ID_KEY,
    report_id BIGINT NOT NULL,
    batch TEXT NOT NULL,
    recipient TEXT NOT NULL,
    formats TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by BIGINT NOT NULL
) STRICT_TABLE;
create unique index insight_report_sendings_once on insight_report_sendings (report_id, batch, recipient);
