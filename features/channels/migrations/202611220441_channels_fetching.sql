-- Everything that arrived before was taken: where a new numbering may begin.
alter table channels_fetch_states add column complete_at BIGINT NOT NULL DEFAULT 0;
update channels_fetch_states set complete_at = last_fetch_at where waiting = 0;
alter table channels_fetch_states add column read_only BOOLEAN NOT NULL DEFAULT FALSE;
-- What lay in the folder at the first look is taken beside new mail: numbers above backlog_uid, up to backlog_end.
alter table channels_fetch_states add column backlog_uid BIGINT NOT NULL DEFAULT 0;
alter table channels_fetch_states add column backlog_end BIGINT NOT NULL DEFAULT 0;
alter table channels_fetch_states add column backlog_total BIGINT NOT NULL DEFAULT 0;
alter table channels_fetch_states add column backlog_done BIGINT NOT NULL DEFAULT 0;
-- Microseconds a mail of the backlog takes.
alter table channels_fetch_states add column pace BIGINT NOT NULL DEFAULT 0;
-- Why mail that was taken cannot be marked or moved on the server.
alter table channels_fetch_states add column warning TEXT NOT NULL DEFAULT '';
-- Since when there was no trouble; whether the trouble stays until somebody changes something; since when it is told of.
alter table channels_fetch_states add column well_since BIGINT NOT NULL DEFAULT 0;
alter table channels_fetch_states add column lasting BOOLEAN NOT NULL DEFAULT FALSE;
alter table channels_fetch_states add column alarm_at BIGINT NOT NULL DEFAULT 0;

-- Single mails that could not be fetched: passed over, and tried again.
create table channels_fetch_skipped (
    mailbox_id BIGINT NOT NULL,
    -- The numbering and the number; with POP3 the server's own name of the mail.
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    unique_name TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- False while it is only suspected of breaking connections.
    passed_over BOOLEAN NOT NULL,
    told TEXT NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (mailbox_id, uid_validity, uid, unique_name)
) STRICT_TABLE;

-- POP3: the server's own names of mails that are ours already, or were passed over.
create table channels_fetch_names (
    mailbox_id BIGINT NOT NULL,
    unique_name TEXT NOT NULL,
    taken BOOLEAN NOT NULL,
    PRIMARY KEY (mailbox_id, unique_name)
) LINK_TABLE;
