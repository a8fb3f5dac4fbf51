-- What a mail carries besides text and files (signature, invitations, mails within it), as JSON; null when nothing.
alter table inbox_messages add column findings TEXT;
