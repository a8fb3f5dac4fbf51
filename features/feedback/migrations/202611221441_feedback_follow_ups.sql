-- What follows a low score. Nobody and no team are 0, as are instants that have not come.
create table feedback_follow_ups (
    id ID_KEY,
    answer_id BIGINT NOT NULL,
    programme_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    score BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    closed_at BIGINT NOT NULL,
    closed_by BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index feedback_follow_ups_answer on feedback_follow_ups (answer_id);
create index feedback_follow_ups_due on feedback_follow_ups (due_at, id) where closed_at = 0;
create index feedback_follow_ups_opened on feedback_follow_ups (opened_at, id);
create index feedback_follow_ups_conversation on feedback_follow_ups (conversation_id);

-- What customers taught us, told to another department and followed to an outcome.
create table feedback_insights (
    id ID_KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    department TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    theme_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    shared_by BIGINT NOT NULL,
    shared_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index feedback_insights_recent on feedback_insights (shared_at, id);
