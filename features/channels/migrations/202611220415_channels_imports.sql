create table channels_imports (
    id ID_KEY,
    archive TEXT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    place TEXT NOT NULL,
    counts TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index channels_imports_archive on channels_imports (archive, mailbox_id) where ended_at = 0;

-- Conversations that an import began and whose end it has not looked at yet.
create table channels_import_conversations (
    conversation_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    primary key (import_id, conversation_id)
) STRICT_TABLE;
