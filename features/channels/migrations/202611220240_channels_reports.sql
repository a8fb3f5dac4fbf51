create index channels_outgoing_message on channels_outgoing (message_id);
