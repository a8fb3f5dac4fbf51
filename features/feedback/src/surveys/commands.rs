//! Planning surveys when conversations are done, and taking the plans back when they are not.

use std::time::Duration;

use db::Tx;
use jobs::NewJob;
use kernel::{ConversationId, Fault, Result, Timestamp};

use super::model::{About, State, Survey, SurveyId};
use super::store;
use crate::jobs::{SEND, SurveyJob};
use crate::programmes::model::{Occasion, Programme};
use crate::programmes::plan::AskedIn;
use crate::programmes::store as programmes;
use crate::{Feedback, error};

/// A conversation that reached a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The conversation as it is.
    pub about: About,
    /// `solved`, `open` …
    pub status: String,
    /// A person of ours answered the customer.
    pub answered: bool,
    /// When.
    pub at: Timestamp,
}

/// Plans a survey of each programme that asks about it; takes plans back when it is not done (any more).
///
/// # Errors
/// Only that the database does not answer.
pub fn conversation_reached(tx: &mut Tx<'_>, feedback: &Feedback, reached: &Reached) -> Result<()> {
    if reached.status != "solved" && reached.status != "closed" {
        return withdraw_plans(tx, reached.about.conversation);
    }
    let occasion = Occasion {
        conversation: reached.about.conversation,
        status: &reached.status,
        channel: &reached.about.channel,
        topic: reached.about.topic,
        at: reached.at,
        answered: reached.answered,
    };
    for programme in programmes::all(tx)? {
        if programme.asks(&occasion) {
            plan(tx, feedback, &programme, reached)?;
        }
    }
    Ok(())
}

/// Each programme asks once about a conversation; one that was opened again before anything was sent is planned anew.
fn plan(tx: &mut Tx<'_>, feedback: &Feedback, programme: &Programme, reached: &Reached) -> Result<()> {
    let earlier = store::of(tx, programme.id, reached.about.conversation)?;
    if earlier.as_ref().is_some_and(|survey| survey.state != State::Withdrawn) {
        return Ok(());
    }
    let delay = Duration::from_hours(programme.plan.rule.delay_hours.unsigned_abs());
    let survey = Survey {
        id: earlier.as_ref().map_or_else(|| tx.id(), |survey| survey.id),
        programme: programme.id,
        about: reached.about.clone(),
        language: String::new(),
        state: State::Planned,
        reason: String::new(),
        planned_at: reached.at,
        due_at: feedback.hours.after(tx, reached.at, delay)?,
        sent_at: Timestamp::NEVER,
        reminded_at: Timestamp::NEVER,
        expires_at: Timestamp::NEVER,
        answered_at: Timestamp::NEVER,
    };
    match earlier {
        Some(_) => store::plan_again(tx, &survey)?,
        None => store::insert(tx, &survey)?,
    }
    // A chat takes the question over by itself.
    if programme.plan.rule.asked_in == AskedIn::Chat {
        return Ok(());
    }
    let job = SurveyJob { survey: survey.id };
    jobs::enqueue(tx, NewJob::now(SEND, job).at(survey.due_at).once_for(survey.id))
}

fn withdraw_plans(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    for id in store::planned(tx, conversation)? {
        if let Some(survey) = store::find(tx, id)? {
            store::mark(tx, &Survey { state: State::Withdrawn, ..survey })?;
            jobs::cancel(tx, SEND, &id.to_string())?;
        }
    }
    Ok(())
}

/// Whoever got this survey gets no more of them. The address may have left its contact since: then there is nobody to be asked.
///
/// # Errors
/// `feedback.link_unknown`
pub(crate) fn stop(tx: &mut Tx<'_>, feedback: &Feedback, id: SurveyId) -> Result<()> {
    let survey = store::find(tx, id)?.ok_or_else(|| Fault::from(error::LINK_UNKNOWN))?;
    let Some(to) = store::addressee(tx, &survey)? else { return Ok(()) };
    feedback.letters.stop(tx, &to.address)
}

/// The language a survey was sent in.
///
/// # Errors
/// `feedback.link_unknown`
pub(crate) fn language_of(tx: &mut Tx<'_>, id: SurveyId) -> Result<String> {
    Ok(store::find(tx, id)?.ok_or_else(|| Fault::from(error::LINK_UNKNOWN))?.language)
}
