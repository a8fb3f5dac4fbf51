alter table channels_fetch_states add column why TEXT NOT NULL DEFAULT '';
alter table channels_intake add column why TEXT NOT NULL DEFAULT '';
alter table channels_outgoing add column why TEXT NOT NULL DEFAULT '';
create index channels_outgoing_trouble on channels_outgoing (conversation_id, id) where why <> '';
