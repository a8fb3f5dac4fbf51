//! What happens here, as others hear of it. Comments are never repeated: events are kept for good.

use kernel::{AuditEntry, NewEvent, Timestamp};
use serde_json::{Value, json};

use crate::answers::model::Answer;
use crate::follow_ups::model::FollowUp;
use crate::insights::model::InsightId;
use crate::programmes::model::ProgrammeId;
use crate::surveys::model::Survey;

/// A survey was sent to a customer.
pub const SENT: &str = "feedback.survey.sent";
/// A survey was not sent: `reason` says why.
pub const WITHHELD: &str = "feedback.survey.withheld";
/// A customer was reminded.
pub const REMINDED: &str = "feedback.survey.reminded";
/// A customer answered.
pub const GIVEN: &str = "feedback.answer.given";
/// A customer changed the answer: `before` has the score it replaces.
pub const ANSWER_CHANGED: &str = "feedback.answer.changed";
/// An answer is left out of the figures.
pub const EXCLUDED: &str = "feedback.answer.excluded";
/// An answer counts again.
pub const RESTORED: &str = "feedback.answer.restored";

/// A programme was made, changed or removed: `what` is the last part of the name.
pub(crate) fn programme(what: &'static str, id: ProgrammeId, facts: Value) -> NewEvent {
    let name = match what {
        "created" => "feedback.programme.created",
        "changed" => "feedback.programme.changed",
        _ => "feedback.programme.removed",
    };
    NewEvent { name, version: 1, thing: id.into(), facts }
}

/// Something happened to a survey, with everything that reports need to know of it.
pub(crate) fn survey(name: &'static str, it: &Survey, kind: &str) -> NewEvent {
    let facts = json!({
        "survey": it.id, "programme": it.programme, "kind": kind, "reason": it.reason, "conversation": it.about.conversation,
        "number": it.about.number, "contact": it.about.contact, "mailbox": it.about.mailbox, "team": it.about.team,
        "assignee": it.about.assignee, "topic": it.about.topic, "channel": it.about.channel, "language": it.language,
        "planned_at": it.planned_at, "sent_at": it.sent_at.happened(), "expires_at": it.expires_at.happened(),
    });
    NewEvent { name, version: 1, thing: it.id.into(), facts }
}

/// Something happened to an answer, with everything that reports need to know of it.
pub(crate) fn answer(name: &'static str, it: &Answer, sent_at: Timestamp, before: Option<i64>) -> NewEvent {
    let facts = json!({
        "answer": it.id, "survey": it.survey, "programme": it.programme, "kind": it.kind, "score": it.score, "before": before,
        "conversation": it.about.conversation, "number": it.about.number, "contact": it.about.contact, "team": it.about.team,
        "assignee": it.about.assignee, "topic": it.about.topic, "channel": it.about.channel, "language": it.language,
        "has_comment": !it.comment.is_empty(), "excluded": it.exclusion.is_some(), "sent_at": sent_at.happened(),
        "given_at": it.given_at, "changed_at": it.changed_at.happened(),
    });
    NewEvent { name, version: 1, thing: it.id.into(), facts }
}

/// A follow-up was opened, changed or closed: `what` is the last part of the name.
pub(crate) fn follow_up(what: &'static str, it: &FollowUp) -> NewEvent {
    let name = match what {
        "opened" => "feedback.follow_up.opened",
        "closed" => "feedback.follow_up.closed",
        _ => "feedback.follow_up.changed",
    };
    let facts = json!({
        "follow_up": it.id, "answer": it.answer, "programme": it.programme, "kind": it.kind, "score": it.score,
        "conversation": it.conversation, "number": it.number, "contact": it.contact, "team": it.team, "assignee": it.assignee,
        "owner": it.owner, "opened_at": it.opened_at, "due_at": it.due_at, "outcome": it.outcome, "closed_at": it.closed_at,
    });
    NewEvent { name, version: 1, thing: it.id.into(), facts }
}

/// An insight was shared with another department, or changed: `what` is the last part of the name.
pub(crate) fn insight(what: &'static str, id: InsightId, facts: Value) -> NewEvent {
    let name = if what == "shared" { "feedback.insight.shared" } else { "feedback.insight.changed" };
    NewEvent { name, version: 1, thing: id.into(), facts }
}

/// The audit entry that belongs to an event.
pub(crate) fn audit_of(event: &NewEvent, detail: Option<Value>) -> AuditEntry {
    AuditEntry { action: event.name, thing: event.thing.clone(), detail: detail.unwrap_or_else(|| event.facts.clone()) }
}
