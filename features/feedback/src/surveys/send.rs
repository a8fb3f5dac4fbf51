//! Sending a survey that is due, and reminding of one.

use std::time::Duration;

use db::Tx;
use jobs::NewJob;
use kernel::{Actor, Result, Timestamp};

use super::letter::{self, Occasion};
use super::model::{Held, State, Survey, SurveyId};
use super::store::{self, Addressee};
use crate::jobs::{REMIND, SurveyJob};
use crate::ports::Posted;
use crate::programmes::budget;
use crate::programmes::model::Programme;
use crate::programmes::store as programmes;
use crate::{Feedback, events};

const DAY: u64 = 24;

fn days(count: i64) -> Duration {
    Duration::from_hours(DAY * count.unsigned_abs())
}

/// Sends a planned survey, or notes why not. Gives the instant to look again when it is not due yet.
pub(crate) fn send(tx: &mut Tx<'_>, feedback: &Feedback, id: SurveyId) -> Result<Option<Timestamp>> {
    let Some(survey) = store::find(tx, id)?.filter(|survey| survey.state == State::Planned) else { return Ok(None) };
    let now = tx.now();
    if now < survey.due_at {
        return Ok(Some(survey.due_at));
    }
    let programme = programmes::any(tx, survey.programme)?;
    if !programme.active {
        return withhold(tx, survey, &programme, Held::Paused).map(|()| None);
    }
    if !budget::has_room(tx, survey.about.contact)? {
        return withhold(tx, survey, &programme, Held::Budget).map(|()| None);
    }
    let Some(to) = store::addressee(tx, &survey)? else {
        return withhold(tx, survey, &programme, Held::NoAddress).map(|()| None);
    };
    let sent = reached(&survey, &programme, &to, now);
    let mail = letter::write(&programme, &sent, &to, &feedback.links, Occasion::First);
    let held = match feedback.letters.post(tx, &format!("survey:{id}"), &mail)? {
        Posted::Queued => None,
        Posted::NoAddress => Some(Held::NoAddress),
        Posted::Unwanted => Some(Held::Unwanted),
        Posted::NoMailbox => Some(Held::NoMailbox),
    };
    if let Some(why) = held {
        return withhold(tx, survey, &programme, why).map(|()| None);
    }
    note_sent(tx, &Actor::system(), &sent, &programme).map(|()| None)
}

/// The survey as it is when it reaches the customer.
pub(super) fn reached(survey: &Survey, programme: &Programme, to: &Addressee, now: Timestamp) -> Survey {
    let language = programme.plan.wording(&to.language).map(|(language, _)| language.to_owned()).unwrap_or_default();
    let expires_at = now.plus(days(programme.plan.rule.expires_after_days));
    Survey { state: State::Sent, language, sent_at: now, expires_at, ..survey.clone() }
}

/// Keeps that a survey reached its customer, and when to remind of it.
pub(super) fn note_sent(tx: &mut Tx<'_>, actor: &Actor, sent: &Survey, programme: &Programme) -> Result<()> {
    store::mark(tx, sent)?;
    tx.emit(actor, events::survey(events::SENT, sent, programme.kind.code()))?;
    let rule = &programme.plan.rule;
    if rule.remind_after_days > 0 && rule.remind_after_days < rule.expires_after_days {
        let (id, at) = (sent.id, sent.sent_at.plus(days(rule.remind_after_days)));
        jobs::enqueue(tx, NewJob::now(REMIND, SurveyJob { survey: id }).at(at).once_for(id))?;
    }
    Ok(())
}

pub(super) fn withhold(tx: &mut Tx<'_>, survey: Survey, programme: &Programme, why: Held) -> Result<()> {
    let held = Survey { state: State::Withheld, reason: why.code().to_owned(), ..survey };
    store::mark(tx, &held)?;
    tx.emit(&Actor::system(), events::survey(events::WITHHELD, &held, programme.kind.code()))
}

/// Reminds of a survey that was sent and not answered: once, and never when its time is over or its programme was switched off.
pub(crate) fn remind(tx: &mut Tx<'_>, feedback: &Feedback, id: SurveyId) -> Result<()> {
    let (now, found) = (tx.now(), store::find(tx, id)?);
    let waits =
        |survey: &Survey| survey.state == State::Sent && survey.reminded_at == Timestamp::NEVER && survey.is_open(now);
    let Some(survey) = found.filter(waits) else { return Ok(()) };
    let programme = programmes::any(tx, survey.programme)?;
    if !programme.active {
        return Ok(());
    }
    let Some(to) = store::addressee(tx, &survey)? else { return Ok(()) };
    let mail = letter::write(&programme, &survey, &to, &feedback.links, Occasion::Reminder);
    if feedback.letters.post(tx, &format!("survey-reminder:{id}"), &mail)? != Posted::Queued {
        return Ok(());
    }
    let reminded = Survey { reminded_at: now, ..survey };
    store::mark(tx, &reminded)?;
    tx.emit(&Actor::system(), events::survey(events::REMINDED, &reminded, programme.kind.code()))
}
