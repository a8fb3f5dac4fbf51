create table channels_checks (
    intake_id BIGINT PRIMARY KEY,
    inbox_message_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    from_key TEXT NOT NULL,
    verdict TEXT NOT NULL,
    findings TEXT NOT NULL,
    kept_out_of BIGINT NOT NULL,
    checked_at BIGINT NOT NULL
) STRICT_TABLE;
create index channels_checks_conversation on channels_checks (conversation_id, intake_id);
create index channels_checks_sender on channels_checks (from_key, verdict);
