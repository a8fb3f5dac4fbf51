//! SQL text of what was found out about senders.

use db::{Row, Tx, p, sql};
use kernel::{ConversationId, Fault, MessageId, Result, TypedId};

use super::model::{Checked, Findings, Verdict};
use crate::intake::model::IntakeId;

sql! {
    INSERT = "insert into channels_checks (intake_id, inbox_message_id, conversation_id, from_key, verdict, findings, kept_out_of, checked_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "update channels_checks set verdict = $1, findings = $2, checked_at = $3 where intake_id = $4";
    OF_CONVERSATION = "select inbox_message_id, findings, kept_out_of from channels_checks where conversation_id = $1
                       order by intake_id desc limit 500";
    OF_INTAKE = "select inbox_message_id, findings, kept_out_of from channels_checks where intake_id = $1";
    VERIFIED_BEFORE = "select count(*) from channels_checks where from_key = $1 and verdict = 'verified' and intake_id <> $2";
}

fn read(row: &mut Row<'_>) -> Result<Checked> {
    let message = row.take()?;
    let findings = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    let kept_out_of = row.take::<i64>()?;
    let kept_out_of = (kept_out_of != 0).then(|| ConversationId::from_raw(kept_out_of));
    Ok(Checked { message, findings, kept_out_of })
}

/// Where a checked mail found its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) intake: IntakeId,
    pub(crate) message: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) kept_out_of: Option<ConversationId>,
}

pub(crate) fn save(tx: &mut Tx<'_>, placed: Placed, findings: &Findings) -> Result<()> {
    let text = serde_json::to_string(findings).map_err(Fault::internal)?;
    let (now, kept_out_of) = (tx.now(), placed.kept_out_of.map_or(0, TypedId::raw));
    let Placed { intake, message, conversation, .. } = placed;
    let verdict = findings.verdict.code();
    tx.exec(INSERT, p![intake, message, conversation, findings.from, verdict, text, kept_out_of, now]).map(drop)
}

pub(crate) fn renew(tx: &mut Tx<'_>, intake: IntakeId, findings: &Findings) -> Result<()> {
    let text = serde_json::to_string(findings).map_err(Fault::internal)?;
    let now = tx.now();
    tx.exec(UPDATE, p![findings.verdict.code(), text, now, intake]).map(drop)
}

pub(crate) fn of_conversation(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<Checked>> {
    tx.all(OF_CONVERSATION, p![conversation], read)
}

pub(crate) fn of_intake(tx: &mut Tx<'_>, intake: IntakeId) -> Result<Option<Checked>> {
    tx.opt(OF_INTAKE, p![intake], read)
}

/// Whether earlier mail from that address was verified: then mail that nothing vouches for is unusual.
pub(crate) fn verified_before(tx: &mut Tx<'_>, intake: IntakeId, findings: &Findings) -> Result<bool> {
    if findings.verdict != Verdict::Neutral || findings.from.is_empty() {
        return Ok(false);
    }
    Ok(tx.one(VERIFIED_BEFORE, p![findings.from, intake], |row| row.take::<i64>())? > 0)
}
