//! Answering, changing an answer, and leaving an answer out of the figures.

use std::collections::BTreeMap;

use db::Tx;
use kernel::{Actor, Fault, Result, Timestamp};
use serde_json::json;

use super::model::{Answer, AnswerAbout, AnswerId, Exclusion, accepted, comment};
use super::{queries, store};
use crate::follow_ups::commands as follow_ups;
use crate::permissions::{ANSWER_EXCLUDE, ANSWER_SEE};
use crate::programmes::model::Programme;
use crate::programmes::store as programmes;
use crate::surveys::model::{State, Survey, SurveyId};
use crate::surveys::store as surveys;
use crate::themes::commands as themes;
use crate::{Feedback, error, events};

/// What a customer sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submission {
    /// The score.
    pub score: Option<i64>,
    /// Answers to further questions, by key.
    pub more: BTreeMap<String, String>,
}

/// Takes what the customer answered, or how they changed it.
///
/// # Errors
/// `feedback.link_unknown`, `feedback.expired`, `feedback.score_invalid`
pub fn give(tx: &mut Tx<'_>, feedback: &Feedback, id: SurveyId, given: &Submission) -> Result<Answer> {
    let survey = surveys::find(tx, id)?.filter(|survey| survey.sent_at != Timestamp::NEVER);
    let survey = survey.ok_or_else(|| Fault::from(error::LINK_UNKNOWN))?;
    let now = tx.now();
    if !survey.is_open(now) {
        return Err(error::EXPIRED.into());
    }
    let programme = programmes::any(tx, survey.programme)?;
    let score = given.score.filter(|score| programme.kind.scores().contains(score));
    let score = score.ok_or_else(|| Fault::from(error::SCORE_INVALID))?;
    let before = store::of_survey(tx, id)?;
    // Whoever confirms a score alone (again) says nothing about the rest.
    let mut more =
        before.as_ref().filter(|_| given.more.is_empty()).map(|answer| answer.more.clone()).unwrap_or_default();
    more.extend(given.more.clone());
    let more = accepted(&programme.plan, score, &more);
    // Saved even when nothing changes: two that answer at once then wait for each other.
    let answered_at = survey.answered_at.happened().unwrap_or(now);
    surveys::mark(tx, &Survey { state: State::Answered, answered_at, ..survey.clone() })?;
    let answer = match before {
        Some(before) if before.score == score && before.more == more => return Ok(before),
        Some(before) => change(tx, &programme, &survey, before, score, more)?,
        None => first(tx, &programme, &survey, score, more)?,
    };
    follow_ups::after_answer(tx, feedback, &programme, &answer)?;
    themes::read_comment(tx, &answer)?;
    Ok(answer)
}

fn first(
    tx: &mut Tx<'_>,
    programme: &Programme,
    survey: &Survey,
    score: i64,
    more: BTreeMap<String, String>,
) -> Result<Answer> {
    let about = &survey.about;
    let answer = Answer {
        id: tx.id(),
        survey: survey.id,
        programme: programme.id,
        kind: programme.kind,
        score,
        is_good: programme.kind.is_good(score),
        is_bad: programme.kind.is_bad(score),
        comment: comment(&programme.plan, &more),
        more,
        language: survey.language.clone(),
        about: AnswerAbout {
            conversation: about.conversation,
            number: about.number,
            contact: about.contact,
            team: about.team,
            assignee: about.assignee,
            topic: about.topic,
            channel: about.channel.clone(),
        },
        given_at: tx.now(),
        changed_at: Timestamp::NEVER,
        exclusion: None,
    };
    store::insert(tx, &answer)?;
    tx.emit(&Actor::system(), events::answer(events::GIVEN, &answer, survey.sent_at, None))?;
    Ok(answer)
}

fn change(
    tx: &mut Tx<'_>,
    programme: &Programme,
    survey: &Survey,
    before: Answer,
    score: i64,
    more: BTreeMap<String, String>,
) -> Result<Answer> {
    let answer = Answer {
        score,
        is_good: programme.kind.is_good(score),
        is_bad: programme.kind.is_bad(score),
        comment: comment(&programme.plan, &more),
        more,
        changed_at: tx.now(),
        ..before.clone()
    };
    store::change(tx, &answer)?;
    let event = events::answer(events::ANSWER_CHANGED, &answer, survey.sent_at, Some(before.score));
    tx.audit(&Actor::system(), events::audit_of(&event, Some(json!({"from": before.score, "to": score}))))?;
    tx.emit(&Actor::system(), event)?;
    Ok(answer)
}

/// Leaves an answer out of the figures, for a reason that is shown beside them.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `feedback.exclusion_stands`, a reason that says nothing.
pub fn exclude(tx: &mut Tx<'_>, actor: &Actor, id: AnswerId, reason: &str) -> Result<Answer> {
    actor.require(ANSWER_SEE)?;
    actor.require(ANSWER_EXCLUDE)?;
    let answer = queries::one(tx, actor, id)?;
    let reason = kernel::one_line(reason);
    if !(3..=500).contains(&reason.chars().count()) {
        return Err(Fault::wrong_field("reason", error::REASON_LENGTH));
    }
    if answer.exclusion.is_some() {
        return Err(error::EXCLUSION_STANDS.into());
    }
    let exclusion = Exclusion { at: tx.now(), by: actor.person(), reason };
    settle(tx, actor, Answer { exclusion: Some(exclusion), ..answer })
}

/// Lets an answer count again.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn restore(tx: &mut Tx<'_>, actor: &Actor, id: AnswerId) -> Result<Answer> {
    actor.require(ANSWER_SEE)?;
    actor.require(ANSWER_EXCLUDE)?;
    let answer = queries::one(tx, actor, id)?;
    if answer.exclusion.is_none() {
        return Ok(answer);
    }
    settle(tx, actor, Answer { exclusion: None, ..answer })
}

fn settle(tx: &mut Tx<'_>, actor: &Actor, answer: Answer) -> Result<Answer> {
    store::exclude(tx, &answer)?;
    let sent_at = store::sent_at(tx, answer.survey)?;
    let name = if answer.exclusion.is_some() { events::EXCLUDED } else { events::RESTORED };
    let event = events::answer(name, &answer, sent_at, None);
    let reason = answer.exclusion.as_ref().map(|out| out.reason.clone());
    tx.audit(actor, events::audit_of(&event, Some(json!({"score": answer.score, "reason": reason}))))?;
    tx.emit(actor, event)?;
    Ok(answer)
}
