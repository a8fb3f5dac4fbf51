//! SQL text of surveys as facts.

use std::collections::HashMap;

use db::{Row, Tx, Value, p, sql};
use kernel::{Result, Timestamp, TypedId};

use super::changes::SurveyChange;
use super::store::{key, marks, some};
use super::surveys::{ProgrammeId, Survey, SurveyId, SurveyKind};

sql! {
    FIND_SOME = "select id, programme_id, kind, conversation_id, contact_id, team_id, assignee_id, topic_id, mailbox_id, channel, priority, sent_at,
            given_at, changed_at, score, has_comment, excluded from insight_surveys where id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
            $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)";
    BETWEEN = "select id, programme_id, kind, conversation_id, contact_id, team_id, assignee_id, topic_id, mailbox_id, channel, priority, sent_at,
            given_at, changed_at, score, has_comment, excluded from insight_surveys
            where conversation_id > $1 and conversation_id <= $2 order by conversation_id, id";
    OF_PERIOD = "select id, programme_id, kind, conversation_id, contact_id, team_id, assignee_id, topic_id, mailbox_id, channel, priority, sent_at,
            given_at, changed_at, score, has_comment, excluded from insight_surveys where sent_at >= $1 and sent_at < $2
            union select id, programme_id, kind, conversation_id, contact_id, team_id, assignee_id, topic_id, mailbox_id, channel, priority, sent_at,
            given_at, changed_at, score, has_comment, excluded from insight_surveys
            where kind in ('csat', 'happiness', 'nps', 'ces') and given_at > 0 and given_at >= $1 and given_at < $2 order by 1";
    SAVE = "insert into insight_surveys (id, programme_id, kind, conversation_id, contact_id, team_id, assignee_id, topic_id, mailbox_id, channel,
            priority, sent_at, given_at, changed_at, score, has_comment, excluded) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
            $14, $15, $16, $17) on conflict (id) do update set team_id = excluded.team_id, assignee_id = excluded.assignee_id, topic_id =
            excluded.topic_id, channel = excluded.channel, contact_id = excluded.contact_id, sent_at = excluded.sent_at, given_at =
            excluded.given_at, changed_at = excluded.changed_at, score = excluded.score, has_comment = excluded.has_comment, excluded =
            excluded.excluded";
}

fn read(row: &mut Row<'_>) -> Result<Survey> {
    let id = SurveyId::from_raw(row.take()?);
    let programme = ProgrammeId::from_raw(row.take()?);
    let kind: String = row.take()?;
    let unknown = || kernel::Fault::internal(format!("a survey measures {kind}, which is unknown"));
    Ok(Survey {
        id,
        programme,
        kind: SurveyKind::named(&kind).ok_or_else(unknown)?,
        conversation: row.take()?,
        contact: row.take()?,
        team: some(row.take()?),
        assignee: some(row.take()?),
        topic: some(row.take()?),
        mailbox: some(row.take()?),
        channel: row.take()?,
        priority: row.take()?,
        sent_at: row.take()?,
        given_at: row.take()?,
        changed_at: row.take()?,
        score: row.take()?,
        has_comment: row.take()?,
        excluded: row.take()?,
    })
}

/// Those of some surveys that are known.
pub(crate) fn find_all(tx: &mut Tx<'_>, ids: &[SurveyId]) -> Result<HashMap<SurveyId, Survey>> {
    let mut found = HashMap::with_capacity(ids.len());
    for marks in marks(ids) {
        found.extend(tx.all(FIND_SOME, &marks, read)?.into_iter().map(|it| (it.id, it)));
    }
    Ok(found)
}

/// Surveys about conversations between two ids, by conversation.
pub(crate) fn between(tx: &mut Tx<'_>, above: i64, to: i64) -> Result<Vec<Survey>> {
    tx.all(BETWEEN, p![above, to], read)
}

/// Surveys that were sent or answered from one instant to before another.
pub(crate) fn of_period(tx: &mut Tx<'_>, (from, until): (Timestamp, Timestamp)) -> Result<Vec<Survey>> {
    tx.all(OF_PERIOD, p![from, until], read)
}

fn values(it: &Survey) -> Vec<Value<'_>> {
    let at = |instant: Timestamp| Value::Int(instant.micros());
    vec![
        Value::Int(it.id.raw()),
        Value::Int(it.programme.raw()),
        Value::Text(it.kind.code()),
        Value::Int(it.conversation.raw()),
        Value::Int(it.contact.raw()),
        key(it.team),
        key(it.assignee),
        key(it.topic),
        key(it.mailbox),
        Value::Text(&it.channel),
        Value::Text(&it.priority),
        at(it.sent_at),
        at(it.given_at),
        at(it.changed_at),
        Value::Int(it.score),
        Value::Bool(it.has_comment),
        Value::Bool(it.excluded),
    ]
}

/// Writes what a batch of events changed.
pub(crate) fn save<'c>(tx: &mut Tx<'_>, changes: impl Iterator<Item = &'c SurveyChange>) -> Result<()> {
    let rows: Vec<_> = changes.map(|change| values(&change.after)).collect();
    tx.exec_rows(SAVE, &rows)
}
