-- A conversation's row is written again with each of its messages. With room left on its page PostgreSQL keeps the new version
-- beside the old one and touches none of the ten indexes, unless one of their columns changed.
-- only: postgres
alter table insight_conversations set (fillfactor = 75);
