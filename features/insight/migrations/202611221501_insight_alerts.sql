-- Figures that are watched, and what was found. Instants that have not come are 0, and so is an action that is not there.
create table insight_alert_rules (
    id ID_KEY,
    content TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;

create table insight_alerts (
    id ID_KEY,
    rule_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    acknowledged_at BIGINT NOT NULL,
    acknowledged_by BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    action_id BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index insight_alerts_open on insight_alerts (rule_id) where closed_at = 0;
create index insight_alerts_opened on insight_alerts (opened_at, id);
create index insight_alerts_rule on insight_alerts (rule_id, opened_at);
