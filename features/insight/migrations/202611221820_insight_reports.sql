-- What is told again and again. The content is the plan as JSON; `since` is when its schedule was set: what was due before is not
-- made up for. Times are instants, 0 when they have not come.
create table insight_report_plans (
    id ID_KEY,
    owner_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    since BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;

-- Reports: `content` is the plan as it was, `sections` what stands in the report, days are as 2026-03-02. A frozen report is never
-- written again.
create table insight_reports (
    id ID_KEY,
    plan_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    content TEXT NOT NULL,
    sections TEXT NOT NULL,
    company TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    frozen_at BIGINT NOT NULL,
    frozen_by BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index insight_reports_made on insight_reports (made_at, id);
