create table channels_envelopes (
    intake_id BIGINT PRIMARY KEY,
    client TEXT NOT NULL,
    hello TEXT NOT NULL,
    secure BOOLEAN NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL
) STRICT_TABLE;
