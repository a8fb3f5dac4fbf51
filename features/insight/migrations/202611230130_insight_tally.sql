-- How many conversations there are facts of and how many are left out of some figures: kept with every batch, because counting
-- them takes the longer the more history there is.
create table insight_tally (
    id ID_KEY,
    conversations BIGINT NOT NULL,
    greatest_number BIGINT NOT NULL,
    by_agent BIGINT NOT NULL,
    automatic BIGINT NOT NULL,
    no_team BIGINT NOT NULL,
    no_topic BIGINT NOT NULL,
    replier_unknown BIGINT NOT NULL
) STRICT_TABLE;
insert into insight_tally (id, conversations, greatest_number, by_agent, automatic, no_team, no_topic, replier_unknown)
    select 1, count(*), coalesce(max(number), 0),
        coalesce(sum(case when by_agent then 1 else 0 end), 0),
        coalesce(sum(case when automatic then 1 else 0 end), 0),
        coalesce(sum(case when team_id = 0 then 1 else 0 end), 0),
        coalesce(sum(case when topic_id = 0 then 1 else 0 end), 0),
        coalesce(sum(case when first_reply_at > 0 and first_reply_by = 0 then 1 else 0 end), 0)
    from insight_conversations;
-- The same index as insight_conversations_again.
drop index insight_conversations_left;
