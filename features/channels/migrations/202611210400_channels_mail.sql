create table channels_mailboxes (
    id ID_KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    base_key TEXT NOT NULL,
    from_name TEXT NOT NULL,
    team_id BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    take TEXT NOT NULL,
    imap TEXT NOT NULL,
    imap_password BYTES,
    smtp TEXT NOT NULL,
    smtp_password BYTES,
    plus_addressing BOOLEAN NOT NULL,
    subject_number BOOLEAN NOT NULL,
    signature_html TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    removed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index channels_mailboxes_base on channels_mailboxes (base_key, removed_at);

create table channels_fetch_states (
    mailbox_id BIGINT PRIMARY KEY,
    folder TEXT NOT NULL,
    uid_validity BIGINT NOT NULL,
    last_uid BIGINT NOT NULL,
    last_fetch_at BIGINT NOT NULL,
    error TEXT NOT NULL,
    hint TEXT NOT NULL,
    error_since BIGINT NOT NULL,
    fetching BOOLEAN NOT NULL,
    waiting BIGINT NOT NULL,
    node TEXT NOT NULL,
    node_until BIGINT NOT NULL
) STRICT_TABLE;

create table channels_intake (
    id ID_KEY,
    mailbox_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    blob TEXT NOT NULL,
    size BIGINT NOT NULL,
    content_key TEXT NOT NULL,
    message_id TEXT NOT NULL,
    from_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    historic BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    inbox_message_id BIGINT NOT NULL
) STRICT_TABLE;
create unique index channels_intake_once on channels_intake (content_key, mailbox_id);
create index channels_intake_state on channels_intake (state, received_at, id);

create table channels_letters (
    id ID_KEY,
    message_id TEXT NOT NULL,
    content_key TEXT NOT NULL,
    direction TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    inbox_message_id BIGINT NOT NULL,
    at BIGINT NOT NULL
) STRICT_TABLE;
create unique index channels_letters_once on channels_letters (content_key);
create index channels_letters_message on channels_letters (message_id);
create index channels_letters_conversation on channels_letters (conversation_id, at, id);

create table channels_outgoing (
    id ID_KEY,
    kind TEXT NOT NULL,
    source_key TEXT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    inbox_message_id BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    hint TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    queued_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index channels_outgoing_source on channels_outgoing (source_key);
create index channels_outgoing_state on channels_outgoing (state, queued_at, id);
create index channels_outgoing_time on channels_outgoing (queued_at, id);

create view pub_channels_mailboxes as
    select id, name, address, base_key, from_name, team_id, active, signature_html, smtp <> '' as can_send
    from channels_mailboxes where removed_at = 0;
