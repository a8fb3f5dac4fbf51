//! Surveys of the past: what was asked before, here or elsewhere, without a mail that leaves.

use std::time::Duration;

use db::Tx;
use kernel::{Actor, Fault, Result, Timestamp};

use super::model::{About, State, Survey, SurveyId};
use super::store;
use crate::answers::model::AnswerId;
use crate::answers::store as answers;
use crate::events;
use crate::programmes::budget;
use crate::programmes::model::Kind;
use crate::programmes::store as programmes;

/// Records that a customer was asked, at the instant of the unit of work, by the first programme of a kind, active or not; none when
/// there is none, the customer was asked often enough, or has no address. The answer is taken as any other.
///
/// # Errors
/// Only that the database does not answer.
pub fn record_sent(tx: &mut Tx<'_>, kind: Kind, about: &About, solved_at: Timestamp) -> Result<Option<SurveyId>> {
    let programme = programmes::all(tx)?.into_iter().find(|programme| programme.kind == kind);
    let Some(programme) = programme else { return Ok(None) };
    let now = tx.now();
    let survey = Survey {
        id: tx.id(),
        programme: programme.id,
        about: about.clone(),
        language: String::new(),
        state: State::Planned,
        reason: String::new(),
        planned_at: solved_at,
        due_at: now,
        sent_at: Timestamp::NEVER,
        reminded_at: Timestamp::NEVER,
        expires_at: Timestamp::NEVER,
        answered_at: Timestamp::NEVER,
    };
    let asked_before = store::of(tx, programme.id, about.conversation)?.is_some();
    let Some(to) = store::addressee(tx, &survey)?.filter(|to| !asked_before && to.address.contains('@')) else {
        return Ok(None);
    };
    if !budget::has_room(tx, about.contact)? {
        return Ok(None);
    }
    let language = programme.plan.wording(&to.language).map(|(language, _)| language.to_owned()).unwrap_or_default();
    let lasts = Duration::from_hours(24 * programme.plan.rule.expires_after_days.unsigned_abs());
    store::insert(tx, &survey)?;
    let sent = Survey { state: State::Sent, language, sent_at: now, expires_at: now.plus(lasts), ..survey };
    store::mark(tx, &sent)?;
    tx.emit(&Actor::system(), events::survey(events::SENT, &sent, programme.kind.code()))?;
    Ok(Some(sent.id))
}

/// What a survey measures.
///
/// # Errors
/// `platform.not_found`
pub fn kind(tx: &mut Tx<'_>, id: SurveyId) -> Result<Kind> {
    let survey = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    Ok(programmes::any(tx, survey.programme)?.kind)
}

/// The answer to a survey, if there is one.
///
/// # Errors
/// Only that the database does not answer.
pub fn answer(tx: &mut Tx<'_>, id: SurveyId) -> Result<Option<AnswerId>> {
    Ok(answers::of_survey(tx, id)?.map(|answer| answer.id))
}
