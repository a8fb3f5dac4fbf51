-- Facts, made from the event log alone: they can be dropped and made anew by replay. Instants that have not come are 0, and so
-- are people, teams and topics that are not there: no key is ever null.
create table insight_conversations (
    id ID_KEY,
    number BIGINT NOT NULL,
    channel TEXT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    priority TEXT NOT NULL,
    by_agent BOOLEAN NOT NULL,
    automatic BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    status_since BIGINT NOT NULL,
    assigned_since BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    first_customer_at BIGINT NOT NULL,
    first_reply_at BIGINT NOT NULL,
    first_reply_by BIGINT NOT NULL,
    first_solved_at BIGINT NOT NULL,
    solved_at BIGINT NOT NULL,
    customer_messages BIGINT NOT NULL,
    replies BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    transfers BIGINT NOT NULL,
    handoffs BIGINT NOT NULL,
    requester_wait BIGINT NOT NULL,
    agent_wait BIGINT NOT NULL,
    hold_wait BIGINT NOT NULL
) STRICT_TABLE;
create index insight_conversations_created on insight_conversations (created_at, id);
create index insight_conversations_first_reply on insight_conversations (first_reply_at, id) where first_reply_at > 0;
create index insight_conversations_solved on insight_conversations (solved_at, id) where solved_at > 0;
create index insight_conversations_contact on insight_conversations (contact_id, topic_id, created_at);

create table insight_messages (
    id ID_KEY,
    conversation_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    automatic BOOLEAN NOT NULL,
    length BIGINT NOT NULL,
    -- When the wait began that this reply ended; 0 when it ended none.
    waited_since BIGINT NOT NULL
) STRICT_TABLE;
create index insight_messages_conversation on insight_messages (conversation_id, id);
create index insight_messages_at on insight_messages (at, id);

create table insight_statuses (
    conversation_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    status TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, place)
) LINK_TABLE;
create index insight_statuses_until on insight_statuses (until_at, conversation_id, place);

create table insight_assignments (
    conversation_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, place)
) LINK_TABLE;
create index insight_assignments_until on insight_assignments (until_at, conversation_id, place);
