create index channels_intake_message on channels_intake (message_id, state);
