create table inbox_topics (
    id ID_KEY,
    parent_id BIGINT REFERENCES inbox_topics (id),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index inbox_topics_parent on inbox_topics (parent_id);

create table inbox_tags (
    id ID_KEY,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index inbox_tags_name on inbox_tags (name);

-- Nobody, no team and no topic are 0, and instants that have not come are 0: no sort or list key is ever null.
-- The shelf is 0 while somebody has to do something (new to on hold) and 1 when it is solved or closed; lists walk it.
create table inbox_conversations (
    id ID_KEY,
    number BIGINT NOT NULL,
    subject TEXT NOT NULL,
    channel TEXT NOT NULL,
    status BIGINT NOT NULL,
    shelf BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    preview TEXT NOT NULL,
    last_from TEXT NOT NULL,
    message_count BIGINT NOT NULL,
    has_attachments BOOLEAN NOT NULL,
    delivery_failed BOOLEAN NOT NULL,
    automatic BOOLEAN NOT NULL,
    follows_id BIGINT,
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL,
    last_customer_at BIGINT NOT NULL,
    waiting_since BIGINT NOT NULL,
    first_reply_at BIGINT NOT NULL,
    solved_at BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index inbox_conversations_number on inbox_conversations (number);
create index inbox_conversations_shelf on inbox_conversations (shelf, last_message_at, id);
create index inbox_conversations_team on inbox_conversations (team_id, shelf, last_message_at, id);
create index inbox_conversations_assignee on inbox_conversations (assignee_id, shelf, last_message_at, id);
create index inbox_conversations_contact on inbox_conversations (contact_id, last_message_at, id);
create index inbox_conversations_topic on inbox_conversations (topic_id, shelf, last_message_at, id);
create index inbox_conversations_recent on inbox_conversations (last_message_at, id);
create index inbox_conversations_priority on inbox_conversations (shelf, priority, last_message_at, id);
create index inbox_conversations_waiting on inbox_conversations (waiting_since, id) where waiting_since > 0;
create index inbox_conversations_counts on inbox_conversations (shelf, team_id, assignee_id);

create table inbox_conversation_tags (
    conversation_id BIGINT NOT NULL REFERENCES inbox_conversations (id),
    tag_id BIGINT NOT NULL REFERENCES inbox_tags (id),
    PRIMARY KEY (conversation_id, tag_id)
) LINK_TABLE;
create index inbox_conversation_tags_tag on inbox_conversation_tags (tag_id, conversation_id);

create table inbox_participants (
    conversation_id BIGINT NOT NULL REFERENCES inbox_conversations (id),
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, address)
) LINK_TABLE;
create index inbox_participants_address on inbox_participants (address, conversation_id);

create table inbox_messages (
    id ID_KEY,
    conversation_id BIGINT NOT NULL REFERENCES inbox_conversations (id),
    kind BIGINT NOT NULL,
    author_kind BIGINT NOT NULL,
    author_id BIGINT,
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    subject TEXT NOT NULL,
    from_address TEXT NOT NULL,
    from_name TEXT NOT NULL,
    recipients TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    quoted_html TEXT,
    has_remote_images BOOLEAN NOT NULL,
    automatic BOOLEAN NOT NULL,
    raw_hash TEXT,
    delivery BIGINT NOT NULL,
    delivery_reason TEXT,
    delivery_attempts BIGINT NOT NULL,
    send_at BIGINT NOT NULL
) STRICT_TABLE;
create index inbox_messages_thread on inbox_messages (conversation_id, at, id);
create index inbox_messages_author on inbox_messages (author_id, at) where author_id is not null;

create table inbox_attachments (
    id ID_KEY,
    message_id BIGINT REFERENCES inbox_messages (id),
    uploaded_by BIGINT,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    hash TEXT NOT NULL,
    content_id TEXT,
    inline BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL
) STRICT_TABLE;
create index inbox_attachments_message on inbox_attachments (message_id);
create index inbox_attachments_loose on inbox_attachments (made_at) where message_id is null;

create table inbox_mentions (
    person_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL REFERENCES inbox_conversations (id),
    message_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    seen BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
) LINK_TABLE;
create index inbox_mentions_conversation on inbox_mentions (conversation_id, person_id);
create index inbox_mentions_person on inbox_mentions (person_id, at, conversation_id);

create table inbox_seen (
    person_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL REFERENCES inbox_conversations (id),
    message_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
) LINK_TABLE;

create table inbox_drafts (
    person_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL REFERENCES inbox_conversations (id),
    body TEXT NOT NULL,
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
) LINK_TABLE;

create table inbox_views (
    id ID_KEY,
    owner_id BIGINT NOT NULL,
    team_id BIGINT,
    shared BIGINT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index inbox_views_owner on inbox_views (owner_id);

create table inbox_undo (
    token TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    changes TEXT NOT NULL,
    made_at BIGINT NOT NULL
) STRICT_TABLE;
