//! SQL text of actions.

use db::{Filter, Row, Tx, p, sql};
use kernel::{Fault, PersonId, Result, Timestamp};

use super::model::{ActionContent, ActionId, ActionState, Word};

sql! {
    FIND = "select id, owner_id, due_on, closed, content, verdict, checked_at, created_by, created_at, version from insight_actions
            where id = $1";
    INSERT = "insert into insight_actions (id, owner_id, due_on, closed, content, verdict, checked_at, created_by, created_at, version)
              values ($1, $2, $3, 0, $4, '', 0, $5, $6, 1)";
    UPDATE = "update insight_actions set owner_id = $1, due_on = $2, closed = $3, content = $4, version = version + 1
              where id = $5 and version = $6";
    JUDGE = "update insight_actions set verdict = $1, checked_at = $2, version = version + 1 where id = $3";
    PERSON = "select name from pub_access_people where id = $1 and active";
    NAME = "select name from pub_access_people where id = $1";
}

/// An action as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: ActionId,
    pub(crate) owner: PersonId,
    pub(crate) due_on: String,
    pub(crate) state: ActionState,
    pub(crate) content: ActionContent,
    pub(crate) verdict: Option<Word>,
    pub(crate) checked_at: Option<Timestamp>,
    pub(crate) created_by: PersonId,
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<Kept> {
    let (id, owner, due_on) = (row.take()?, row.take()?, row.take()?);
    let state = ActionState::from_place(row.take()?);
    let content: String = row.take()?;
    let verdict: String = row.take()?;
    let checked_at: Timestamp = row.take()?;
    Ok(Kept {
        id,
        owner,
        due_on,
        state,
        content: serde_json::from_str(&content).map_err(Fault::internal)?,
        verdict: Word::from_word(&verdict),
        checked_at: checked_at.happened(),
        created_by: row.take()?,
        created_at: row.take()?,
        version: row.take()?,
    })
}

pub(crate) fn find(tx: &mut Tx<'_>, id: ActionId) -> Result<Kept> {
    tx.one(FIND, p![id], read)
}

/// Up to `limit` actions behind a place: those to be done first, in the order in which they are due.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    state: Option<ActionState>,
    owner: Option<PersonId>,
    after: Option<&(i64, String, i64)>,
    limit: usize,
) -> Result<Vec<Kept>> {
    let mut filter = Filter::new();
    if let Some(state) = state {
        filter.and("closed = ?", &[&state.place()]);
    }
    if let Some(owner) = owner {
        filter.and("owner_id = ?", &[&owner]);
    }
    if let Some((closed, due, id)) = after {
        filter.and("(closed, due_on, id) > (?, ?, ?)", &[closed, due, id]);
    }
    let sql = format!(
        "select id, owner_id, due_on, closed, content, verdict, checked_at, created_by, created_at, version from insight_actions{}
         order by closed, due_on, id limit {limit}",
        filter.sql()
    );
    tx.all(&sql, &filter.params(), read)
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: ActionId,
    owner: PersonId,
    content: &ActionContent,
    by: PersonId,
) -> Result<()> {
    let (text, now) = (serde_json::to_string(content).map_err(Fault::internal)?, tx.now());
    tx.exec(INSERT, p![id, owner, content.due_on, text, by, now]).map(drop)
}

/// Saves when nobody else did since that version; says whether it was saved.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    id: ActionId,
    owner: PersonId,
    state: ActionState,
    content: &ActionContent,
    version: i64,
) -> Result<bool> {
    let text = serde_json::to_string(content).map_err(Fault::internal)?;
    Ok(tx.exec(UPDATE, p![owner, content.due_on, state.place(), text, id, version])? > 0)
}

pub(crate) fn note_verdict(tx: &mut Tx<'_>, id: ActionId, verdict: Word) -> Result<()> {
    let now = tx.now();
    tx.exec(JUDGE, p![verdict.word(), now, id]).map(drop)
}

/// The name of somebody who works here.
pub(crate) fn active_person(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<String>> {
    tx.opt(PERSON, p![id], |row| row.take())
}

pub(crate) fn name_of(tx: &mut Tx<'_>, id: PersonId) -> Result<String> {
    Ok(tx.opt(NAME, p![id], |row| row.take())?.unwrap_or_default())
}
