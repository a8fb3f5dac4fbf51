-- The few conversations that are left out of some figures, so that they can be listed among millions.
create index insight_conversations_by_agent on insight_conversations (created_at, id) where by_agent;
create index insight_conversations_automatic on insight_conversations (created_at, id) where automatic;
create index insight_conversations_no_replier on insight_conversations (created_at, id) where first_reply_at > 0 and first_reply_by = 0;
