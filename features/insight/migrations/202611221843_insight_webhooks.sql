-- Where other systems are told of alerts: address and signing secret are sealed with the installation's key; only the host is shown.
create table insight_alert_webhooks (
    rule_id BIGINT PRIMARY KEY,
    host TEXT NOT NULL,
    address BYTES NOT NULL,
    secret BYTES NOT NULL,
    changed_at BIGINT NOT NULL
) STRICT_TABLE;

-- Every call of another system, and what came of it.
create table insight_alert_calls (
    id ID_KEY,
    rule_id BIGINT NOT NULL,
    alert_id BIGINT NOT NULL,
    what TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- 0 when nobody answered.
    status BIGINT NOT NULL,
    words TEXT NOT NULL
) STRICT_TABLE;
create index insight_alert_calls_rule on insight_alert_calls (rule_id, id);
