-- Surveys as facts: one row for each that reached a customer, made from the event log alone. Where its conversation lay is kept as it
-- was when the customer was asked. Instants that have not come are 0, and so are people, teams and topics that are not there.
create table insight_surveys (
    id ID_KEY,
    programme_id BIGINT NOT NULL,
    -- `csat`, `happiness`, `nps` or `ces`.
    kind TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    priority TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    score BIGINT NOT NULL,
    has_comment BOOLEAN NOT NULL,
    -- Left out of the figures, with a reason that feedback keeps.
    excluded BOOLEAN NOT NULL
) STRICT_TABLE;
create index insight_surveys_sent on insight_surveys (sent_at, id);
create index insight_surveys_given on insight_surveys (kind, given_at, id) where given_at > 0;
create index insight_surveys_conversation on insight_surveys (conversation_id, id);
