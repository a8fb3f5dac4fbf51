-- Which case of which other system became which conversation: the same history is never taken over twice.
create table inbox_imported (
    source TEXT NOT NULL,
    case_key TEXT NOT NULL,
    conversation_id BIGINT NOT NULL REFERENCES inbox_conversations (id),
    mark TEXT NOT NULL,
    PRIMARY KEY (source, case_key)
) LINK_TABLE;
create index inbox_imported_conversation on inbox_imported (conversation_id);
create view pub_inbox_imported as select source, case_key, conversation_id from inbox_imported;
