//! A search from the query's text to rows with highlights.

use std::collections::HashMap;

use db::{Tx, p, sql};
use kernel::{Actor, ConversationId, Cursor, MessageId, Result};
use serde::Serialize;

use super::Search;
use super::highlight::{Highlighter, Marked};
use super::language::{Filter, Moment, Node, Wrong, parse};
use super::query;
use super::rank::{self, Hit};
use crate::conversations::rows::{ConversationRow, rows_by_ids};
use crate::permissions;

sql! {
    BY_NUMBER = "select id from inbox_conversations where number = $1";
}

/// What is searched for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) query: String,
    pub(crate) moment: Moment,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// What was found.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) items: Vec<Item>,
    pub(crate) next_cursor: Option<String>,
    pub(crate) total: usize,
    pub(crate) wrong: Vec<Wrong>,
}

/// A conversation that was found.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SearchItem)]
pub struct Item {
    /// The conversation.
    pub conversation: ConversationRow,
    /// Why it was found.
    pub highlights: Vec<Highlight>,
    /// How well it fits; only comparable within one answer.
    #[schema(examples(12.4))]
    pub score: f64,
}

/// A text with marks where the words were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SearchHighlight)]
pub struct Highlight {
    /// Where it is: `subject`, `contact` or `message`.
    #[schema(examples("message"))]
    pub field: String,
    /// Safe HTML with `<mark>` around what was found, and no other element.
    #[schema(examples("… the <mark>refund</mark> for my broken wheel …"))]
    pub html: String,
    /// The message, for a passage of one.
    pub message_id: Option<MessageId>,
}

/// Searches for an actor.
///
/// # Errors
/// `access.forbidden` without the permission to read conversations.
pub(crate) fn find(tx: &mut Tx<'_>, search: &Search, actor: &Actor, asked: &Asked) -> Result<Answer> {
    actor.require(permissions::SEE)?;
    let parsed = parse(&asked.query, &asked.moment);
    let mut wrong = parsed.wrong;
    let (hits, total) = match &parsed.node {
        // A number is looked up where it is kept, so that even the newest conversation is there at once.
        Some(Node::Filter(Filter::Number(number), _)) => (by_number(tx, actor, *number)?, None),
        node => {
            let compiled = query::compile(tx, &search.index.fields, actor, node.as_ref())?;
            let found = rank::run(&search.index.searcher(), &compiled, asked.moment.now, asked.offset, asked.limit)?;
            wrong.extend(compiled.wrong);
            (found.0, Some(found.1))
        }
    };
    let total = total.unwrap_or(hits.len());
    let ids: Vec<ConversationId> = hits.iter().map(|hit| hit.id).collect();
    let rows = rows_by_ids(tx, actor, &ids)?;
    let highlighter = Highlighter::new(parsed.node.as_ref());
    let mut passages = passages(tx, &highlighter, &rows)?;
    let scores: HashMap<ConversationId, f64> = hits.iter().map(|hit| (hit.id, hit.score)).collect();
    let items = rows.into_iter().map(|row| Item {
        highlights: highlights(&highlighter, &row, passages.remove(&row.id)),
        score: scores.get(&row.id).copied().unwrap_or_default(),
        conversation: row,
    });
    let next = asked.offset + hits.len();
    let more = next < total && next < rank::FARTHEST && !hits.is_empty();
    wrong.sort_by_key(|wrong| wrong.at);
    Ok(Answer { items: items.collect(), next_cursor: more.then(|| Cursor::encode(&next)), total, wrong })
}

/// The conversation of a number, if the actor may know of it.
fn by_number(tx: &mut Tx<'_>, actor: &Actor, number: i64) -> Result<Vec<Hit>> {
    let ids = tx.all(BY_NUMBER, p![number], |row| row.take::<ConversationId>())?;
    let visible = rows_by_ids(tx, actor, &ids)?;
    Ok(visible.into_iter().map(|row| Hit { id: row.id, score: 0.0 }).collect())
}

/// The best passage of each conversation's messages.
fn passages(
    tx: &mut Tx<'_>,
    highlighter: &Highlighter,
    rows: &[ConversationRow],
) -> Result<HashMap<ConversationId, (MessageId, Marked)>> {
    let mut best: HashMap<ConversationId, (MessageId, Marked)> = HashMap::new();
    if highlighter.is_empty() || rows.is_empty() {
        return Ok(best);
    }
    let mut filter = db::Filter::new();
    let ids: Vec<ConversationId> = rows.iter().map(|row| row.id).collect();
    filter.and_in("conversation_id", &ids).raw("delivery <> 5");
    let sql = format!(
        "select conversation_id, id, text from inbox_messages{} order by conversation_id, at, id",
        filter.sql()
    );
    tx.each(&sql, &filter.params(), |row| {
        let (conversation, message) = (row.take()?, row.take()?);
        let Some(marked) = highlighter.passage(&row.take::<String>()?) else { return Ok(()) };
        // Oldest first, as the index has them: of two that tell as much, the newer one is shown.
        if best.get(&conversation).is_none_or(|(_, other)| other.worth <= marked.worth) {
            best.insert(conversation, (message, marked));
        }
        Ok(())
    })?;
    Ok(best)
}

fn highlights(
    highlighter: &Highlighter,
    row: &ConversationRow,
    passage: Option<(MessageId, Marked)>,
) -> Vec<Highlight> {
    let line = |field: &str, text: &str| {
        let marked = highlighter.line(text)?;
        Some(Highlight { field: field.to_owned(), html: marked.html, message_id: None })
    };
    let contact = if row.contact.name == row.contact.address {
        row.contact.address.clone()
    } else {
        format!("{} <{}>", row.contact.name, row.contact.address)
    };
    let passage = passage.map(|(message, marked)| Highlight {
        field: "message".to_owned(),
        html: marked.html,
        message_id: Some(message),
    });
    [line("subject", &row.subject), line("contact", &contact), passage].into_iter().flatten().collect()
}
