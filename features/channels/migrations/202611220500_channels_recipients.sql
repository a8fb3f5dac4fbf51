alter table channels_outgoing add column server TEXT NOT NULL DEFAULT '';
alter table channels_outgoing add column tried_at BIGINT NOT NULL DEFAULT 0;
create index channels_outgoing_conversation on channels_outgoing (conversation_id, id);
create index channels_outgoing_server on channels_outgoing (server, tried_at);

create table channels_recipients (
    outgoing_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    domain TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    why TEXT NOT NULL,
    tried_at BIGINT NOT NULL,
    primary key (outgoing_id, address)
) STRICT_TABLE;
create index channels_recipients_domain on channels_recipients (domain, tried_at);

create table channels_rules (
    id BIGINT PRIMARY KEY,
    content TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
