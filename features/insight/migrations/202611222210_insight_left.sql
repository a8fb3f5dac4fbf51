-- What a customer's return may be to, found without walking all that they ever asked.
create index insight_conversations_left on insight_conversations (contact_id, topic_id, solved_at) where solved_at > 0;
