create table channels_automatic (
    id ID_KEY,
    address TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    held TEXT NOT NULL,
    at BIGINT NOT NULL
) STRICT_TABLE;
create index channels_automatic_address on channels_automatic (address, at);
