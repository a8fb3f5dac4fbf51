//! SQL text of follow-ups.

use db::{Filter, Row, Tx, p, sql};
use kernel::{PageRequest, Result, Timestamp, TypedId};

use super::model::{Ending, FollowUp, FollowUpId, Later};
use crate::answers::model::AnswerId;
use crate::programmes::model::Kind;

/// The columns in the order of [`read`]; the last two are the next answer of the customer to the same kind of question.
const COLUMNS: &str = "id, answer_id, programme_id, kind, score, conversation_id, number, contact_id, team_id, assignee_id, owner_id, opened_at, \
    due_at, outcome, note, closed_at, closed_by, version, \
    coalesce((select a.score from feedback_answers a where a.contact_id = f.contact_id and a.kind = f.kind and a.id <> f.answer_id \
    and a.given_at > f.opened_at and a.excluded_at = 0 order by a.given_at, a.id limit 1), -1), \
    coalesce((select a.given_at from feedback_answers a where a.contact_id = f.contact_id and a.kind = f.kind and a.id <> f.answer_id \
    and a.given_at > f.opened_at and a.excluded_at = 0 order by a.given_at, a.id limit 1), 0)";

sql! {
    EXISTS = "select count(*) from feedback_follow_ups where answer_id = $1";
    INSERT = "insert into feedback_follow_ups (id, answer_id, programme_id, kind, score, conversation_id, number, contact_id, team_id, assignee_id,
              owner_id, opened_at, due_at, outcome, note, closed_at, closed_by, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', 0, 0, 1)";
    CHANGE = "update feedback_follow_ups set owner_id = $1, due_at = $2, outcome = $3, note = $4, closed_at = $5, closed_by = $6, version = version + 1
              where id = $7 and version = $8";
}

fn some<T: TypedId>(raw: i64) -> Option<T> {
    (raw != 0).then(|| T::from_raw(raw))
}

fn raw<T: TypedId>(id: Option<T>) -> i64 {
    id.map_or(0, TypedId::raw)
}

fn read(row: &mut Row<'_>) -> Result<FollowUp> {
    let (id, answer, programme) = (row.take()?, row.take()?, row.take()?);
    let kind = Kind::of(&row.take::<String>()?).unwrap_or(Kind::Csat);
    let (score, conversation, number, contact) = (row.take()?, row.take()?, row.take()?, row.take()?);
    let (team, assignee, owner) = (some(row.take()?), some(row.take()?), some(row.take()?));
    let (opened_at, due_at, outcome, note) = (row.take()?, row.take()?, row.take::<String>()?, row.take()?);
    let (closed_at, closed_by, version) = (row.take::<Timestamp>()?.happened(), some(row.take()?), row.take()?);
    let (later, later_at) = (row.take::<i64>()?, row.take::<Timestamp>()?);
    let later = later_at.happened().map(|given_at| Later { score: later, is_good: kind.is_good(later), given_at });
    Ok(FollowUp {
        id,
        answer,
        programme,
        kind,
        score,
        conversation,
        number,
        contact,
        team,
        assignee,
        owner,
        opened_at,
        due_at,
        outcome: Ending::of(&outcome),
        note,
        closed_at,
        closed_by,
        later,
        version,
    })
}

pub(super) fn exists(tx: &mut Tx<'_>, answer: AnswerId) -> Result<bool> {
    Ok(tx.one(EXISTS, p![answer], |row| row.take::<i64>())? > 0)
}

pub(super) fn insert(tx: &mut Tx<'_>, it: &FollowUp) -> Result<()> {
    let (team, assignee, owner) = (raw(it.team), raw(it.assignee), raw(it.owner));
    tx.exec(
        INSERT,
        p![
            it.id,
            it.answer,
            it.programme,
            it.kind.code(),
            it.score,
            it.conversation,
            it.number,
            it.contact,
            team,
            assignee,
            owner,
            it.opened_at,
            it.due_at
        ],
    )
    .map(drop)
}

/// Saves a change of the version that was seen; says whether it still was that one.
pub(super) fn change(tx: &mut Tx<'_>, it: &FollowUp, version: i64) -> Result<bool> {
    let (outcome, closed_at) = (it.outcome.map_or("", Ending::code), it.closed_at.unwrap_or(Timestamp::NEVER));
    let (owner, by) = (raw(it.owner), raw(it.closed_by));
    Ok(tx.exec(CHANGE, p![owner, it.due_at, outcome, it.note, closed_at, by, it.id, version])? > 0)
}

pub(super) fn find(tx: &mut Tx<'_>, mut filter: Filter, id: FollowUpId) -> Result<FollowUp> {
    filter.and("id = ?", &[&id]);
    tx.one(format!("select {COLUMNS} from feedback_follow_ups f{}", filter.sql()), &filter.params(), read)
}

/// A page: open ones by when they are due, ended ones newest first.
pub(super) fn page(tx: &mut Tx<'_>, mut filter: Filter, is_open: bool, page: &PageRequest) -> Result<Vec<FollowUp>> {
    let (column, order, sign) = if is_open { ("due_at", "", ">") } else { ("opened_at", " desc", "<") };
    if let Some((at, id)) = page.after::<(i64, i64)>()? {
        filter.and(&format!("({column}, id) {sign} (?, ?)"), &[&at, &id]);
    }
    let sql = format!(
        "select {COLUMNS} from feedback_follow_ups f{} order by {column}{order}, id{order} limit {}",
        filter.sql(),
        page.limit() + 1
    );
    tx.all(sql, &filter.params(), read)
}

/// All that were opened in a period.
pub(super) fn opened(tx: &mut Tx<'_>, mut filter: Filter, from: Timestamp, to: Timestamp) -> Result<Vec<FollowUp>> {
    filter.and("opened_at >= ? and opened_at < ?", &[&from, &to]);
    let sql = format!("select {COLUMNS} from feedback_follow_ups f{} order by opened_at, id limit 20000", filter.sql());
    tx.all(sql, &filter.params(), read)
}
