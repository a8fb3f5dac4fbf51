-- What is asked, of whom and when: the plan is JSON, read and written whole.
create table feedback_programmes (
    id ID_KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    -- What happened before is never asked about; 0 while it is not active.
    active_since BIGINT NOT NULL,
    plan TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT NOT NULL
) STRICT_TABLE;

-- One row, made by the first change.
create table feedback_settings (
    id ID_KEY,
    budget_surveys BIGINT NOT NULL,
    budget_days BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;

-- One customer asked by one programme about one conversation. Nobody, no team and no topic are 0, as are instants that have not come.
create table feedback_surveys (
    id ID_KEY,
    programme_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    planned_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    reminded_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index feedback_surveys_once on feedback_surveys (programme_id, conversation_id);
create index feedback_surveys_conversation on feedback_surveys (conversation_id);
create index feedback_surveys_contact on feedback_surveys (contact_id, sent_at);
create index feedback_surveys_sent on feedback_surveys (programme_id, sent_at);

-- Touched by whoever spends from a customer's budget, so that two who do it at once cannot both believe they were alone.
create table feedback_budgets (
    contact_id BIGINT NOT NULL PRIMARY KEY,
    spent_at BIGINT NOT NULL
) STRICT_TABLE;

create table feedback_answers (
    id ID_KEY,
    survey_id BIGINT NOT NULL,
    programme_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    score BIGINT NOT NULL,
    more TEXT NOT NULL,
    comment TEXT NOT NULL,
    language TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    excluded_at BIGINT NOT NULL,
    excluded_by BIGINT NOT NULL,
    excluded_reason TEXT NOT NULL
) STRICT_TABLE;
create unique index feedback_answers_survey on feedback_answers (survey_id);
create index feedback_answers_given on feedback_answers (programme_id, given_at, id);
create index feedback_answers_recent on feedback_answers (given_at, id);
create index feedback_answers_conversation on feedback_answers (conversation_id, given_at);
create index feedback_answers_contact on feedback_answers (contact_id, given_at);
