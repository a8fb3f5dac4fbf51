-- What comments are about: learned from their words, or made by hand. No topic and no other theme are 0.
create table feedback_themes (
    id ID_KEY,
    name TEXT NOT NULL,
    named BOOLEAN NOT NULL,
    topic_id BIGINT NOT NULL,
    terms TEXT NOT NULL,
    merged_into BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;

-- What was made of the comment of an answer: by rule until a person corrects it.
create table feedback_comments (
    answer_id BIGINT NOT NULL PRIMARY KEY,
    sentiment BIGINT NOT NULL,
    sentiment_by_hand BOOLEAN NOT NULL,
    theme_id BIGINT NOT NULL,
    theme_by_hand BOOLEAN NOT NULL,
    terms TEXT NOT NULL
) STRICT_TABLE;
create index feedback_comments_theme on feedback_comments (theme_id, sentiment);
