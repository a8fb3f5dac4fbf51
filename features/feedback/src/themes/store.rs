//! SQL text of themes and of what was made of comments.

use db::{Filter, Row, Tx, p, sql};
use kernel::{Fault, PageRequest, Result, TypedId};

use super::model::{Comment, Theme, ThemeId};
use super::sentiment::Sentiment;
use crate::answers::model::AnswerId;
use crate::answers::store::{self as answers, COLUMNS};
use crate::surveys::store::{topic, topic_of};

sql! {
    ALL = "select id, name, named, topic_id, terms, created_at, version from feedback_themes where merged_into = 0 order by id";
    INSERT = "insert into feedback_themes (id, name, named, topic_id, terms, merged_into, created_at, version) values ($1, $2, $3, $4, $5, 0, $6, 1)";
    CHANGE = "update feedback_themes set name = $1, named = $2, topic_id = $3, terms = $4, version = version + 1 where id = $5 and version = $6";
    MERGE = "update feedback_themes set merged_into = $1, version = version + 1 where id = $2 and merged_into = 0";
    MOVE = "update feedback_comments set theme_id = $1 where theme_id = $2";
    REMOVE = "delete from feedback_themes where id = $1 and not exists (select 1 from feedback_comments where theme_id = $2)
              and not exists (select 1 from feedback_insights where theme_id = $3)";
    NOTE = "insert into feedback_comments (answer_id, sentiment, sentiment_by_hand, theme_id, theme_by_hand, terms) values ($1, $2, $3, $4, $5, $6)
            on conflict (answer_id) do update set sentiment = excluded.sentiment, sentiment_by_hand = excluded.sentiment_by_hand,
            theme_id = excluded.theme_id, theme_by_hand = excluded.theme_by_hand, terms = excluded.terms";
    NOTED = "select sentiment, sentiment_by_hand, theme_id, theme_by_hand, terms from feedback_comments where answer_id = $1";
    FORGET = "delete from feedback_comments where answer_id = $1";
    NEWEST = "select id, comment, language from feedback_answers where comment <> '' order by given_at desc, id desc limit 5000";
}

fn read(row: &mut Row<'_>) -> Result<Theme> {
    let (id, name, named, topic) = (row.take()?, row.take()?, row.take()?, topic_of(row.take()?));
    let stems = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    Ok(Theme { id, name, named, topic, stems, created_at: row.take()?, version: row.take()? })
}

pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<Theme>> {
    tx.all(ALL, p![], read)
}

fn stems(it: &Theme) -> Result<String> {
    serde_json::to_string(&it.stems).map_err(Fault::internal)
}

pub(super) fn insert(tx: &mut Tx<'_>, it: &Theme) -> Result<()> {
    tx.exec(INSERT, p![it.id, it.name, it.named, topic(it.topic), stems(it)?, it.created_at]).map(drop)
}

pub(super) fn change(tx: &mut Tx<'_>, it: &Theme, version: i64) -> Result<bool> {
    Ok(tx.exec(CHANGE, p![it.name, it.named, topic(it.topic), stems(it)?, it.id, version])? > 0)
}

/// Everything about one theme is about another from now on.
pub(super) fn merge(tx: &mut Tx<'_>, from: ThemeId, into: ThemeId) -> Result<()> {
    tx.exec(MERGE, p![into, from])?;
    tx.exec(MOVE, p![into, from]).map(drop)
}

/// Removes a theme that nothing rests on.
pub(super) fn remove_unused(tx: &mut Tx<'_>, id: ThemeId) -> Result<()> {
    tx.exec(REMOVE, p![id, id, id]).map(drop)
}

/// What was made of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Noted {
    pub sentiment: Sentiment,
    pub sentiment_by_hand: bool,
    pub theme: Option<ThemeId>,
    pub theme_by_hand: bool,
    pub words: String,
}

fn read_noted(row: &mut Row<'_>) -> Result<Noted> {
    let (sentiment, sentiment_by_hand) = (Sentiment::of(row.take()?), row.take()?);
    let theme = Some(row.take::<ThemeId>()?).filter(|theme| theme.raw() != 0);
    Ok(Noted { sentiment, sentiment_by_hand, theme, theme_by_hand: row.take()?, words: row.take()? })
}

pub(super) fn noted(tx: &mut Tx<'_>, answer: AnswerId) -> Result<Option<Noted>> {
    tx.opt(NOTED, p![answer], read_noted)
}

pub(super) fn note(tx: &mut Tx<'_>, answer: AnswerId, it: &Noted) -> Result<()> {
    let theme = it.theme.map_or(0, TypedId::raw);
    tx.exec(NOTE, p![answer, it.sentiment.number(), it.sentiment_by_hand, theme, it.theme_by_hand, it.words]).map(drop)
}

pub(super) fn forget(tx: &mut Tx<'_>, answer: AnswerId) -> Result<()> {
    tx.exec(FORGET, p![answer]).map(drop)
}

/// The newest comments with their languages.
pub(super) fn newest(tx: &mut Tx<'_>) -> Result<Vec<(AnswerId, String, String)>> {
    tx.all(NEWEST, p![], |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// Comments by theme and sentiment. The filter is on columns of answers.
pub(super) fn counts(tx: &mut Tx<'_>, filter: &Filter) -> Result<Vec<(i64, i64, i64)>> {
    let sql = format!(
        "select c.theme_id, c.sentiment, count(*) from (select id as answer from feedback_answers{}) a
         join feedback_comments c on c.answer_id = a.answer group by c.theme_id, c.sentiment",
        filter.sql()
    );
    tx.all(sql, &filter.params(), |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// A page of comments, newest first.
pub(super) fn page(tx: &mut Tx<'_>, mut filter: Filter, page: &PageRequest) -> Result<Vec<Comment>> {
    if let Some((at, id)) = page.after::<(i64, i64)>()? {
        filter.and("(given_at, id) < (?, ?)", &[&at, &id]);
    }
    let sql = format!(
        "select {COLUMNS}, c.sentiment, c.sentiment_by_hand, c.theme_id, c.theme_by_hand, c.terms
         from feedback_answers join feedback_comments c on c.answer_id = id{} order by given_at desc, id desc limit {}",
        filter.sql(),
        page.limit() + 1
    );
    tx.all(sql, &filter.params(), |row| {
        let answer = answers::read(row)?;
        let Noted { sentiment, sentiment_by_hand, theme, theme_by_hand, words } = read_noted(row)?;
        let words = words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Ok(Comment { answer, sentiment, sentiment_by_hand, theme, theme_by_hand, words })
    })
}
