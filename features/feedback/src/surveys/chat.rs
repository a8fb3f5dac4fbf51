//! Asking where the customer is: the company's chat, app or page takes a planned survey over and shows it itself.
//!
//! Who is asked is decided as for mail, by the programme's rule and the budget: whoever shows the question cannot choose the pleased
//! ones. The vote is the customer's own POST to the survey's signed address.

use db::Tx;
use kernel::{Actor, ConversationId, Result, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::letter::{fill, label};
use super::model::{Held, State, Survey, SurveyId};
use super::send::{note_sent, reached, withhold};
use super::store::{self, Addressee};
use super::wire;
use crate::answers::store as answers;
use crate::permissions::SURVEY_ASK;
use crate::programmes::budget;
use crate::programmes::model::{Kind, Programme, ProgrammeId};
use crate::programmes::plan::{AskedIn, Wording};
use crate::programmes::store as programmes;
use crate::{Feedback, sight};

/// A score that can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SurveyScore)]
pub struct Score {
    /// What is sent.
    pub score: i64,
    /// What customers read, in their language.
    pub label: String,
}

/// A survey to be shown to the customer now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SurveyToShow, example = json!(wire::shown()))]
pub struct Shown {
    /// The survey.
    pub survey: SurveyId,
    /// What asks.
    pub programme: ProgrammeId,
    /// What is measured.
    pub kind: Kind,
    /// The language of the words.
    pub language: String,
    /// What stands before the question.
    pub intro: String,
    /// The question.
    pub question: String,
    /// What the lowest score means.
    pub low: String,
    /// What the highest score means.
    pub high: String,
    /// The scores, lowest first.
    pub scores: Vec<Score>,
    /// The address that takes the vote: a form with the field `score`, sent by POST, is one. It is also a page of its own, on which
    /// further questions are asked. A secret between us and the customer.
    pub address: String,
    /// What the customer answered, when they did.
    pub score: Option<i64>,
    /// Until when it can be answered, and the answer be changed.
    pub expires_at: Timestamp,
}

/// The surveys that a chat shows about a conversation now; those that are due reach the customer by this. Asking again gives the same.
///
/// # Errors
/// `access.forbidden`
pub fn ask(tx: &mut Tx<'_>, feedback: &Feedback, actor: &Actor, conversation: ConversationId) -> Result<Vec<Shown>> {
    actor.require(SURVEY_ASK)?;
    let mut shown = Vec::new();
    for survey in store::about(tx, conversation)? {
        if !sight::sees(actor, survey.about.team, survey.about.assignee) {
            continue;
        }
        let programme = programmes::any(tx, survey.programme)?;
        if programme.plan.rule.asked_in != AskedIn::Chat {
            continue;
        }
        let to = store::addressee(tx, &survey)?.unwrap_or_default();
        let survey = if survey.state == State::Planned {
            take_over(tx, feedback, actor, survey, &programme, &to)?
        } else {
            survey
        };
        if survey.is_open(tx.now()) {
            let given = answers::of_survey(tx, survey.id)?.map(|answer| answer.score);
            shown.push(as_shown(feedback, &survey, &programme, &to, given));
        }
    }
    Ok(shown)
}

/// Lets a planned survey reach the customer when it is due and nothing speaks against it.
fn take_over(
    tx: &mut Tx<'_>,
    feedback: &Feedback,
    actor: &Actor,
    survey: Survey,
    programme: &Programme,
    to: &Addressee,
) -> Result<Survey> {
    let now = tx.now();
    if now < survey.due_at {
        return Ok(survey);
    }
    let held = if !programme.active {
        Some(Held::Paused)
    } else if feedback.letters.has_stopped(tx, &to.address)? {
        Some(Held::Unwanted)
    } else if !budget::has_room(tx, survey.about.contact)? {
        Some(Held::Budget)
    } else {
        None
    };
    if let Some(why) = held {
        withhold(tx, survey.clone(), programme, why)?;
        return Ok(survey);
    }
    let sent = reached(&survey, programme, to, now);
    note_sent(tx, actor, &sent, programme)?;
    Ok(sent)
}

fn as_shown(feedback: &Feedback, survey: &Survey, programme: &Programme, to: &Addressee, given: Option<i64>) -> Shown {
    let blank = Wording::default();
    let (language, wording) = programme.plan.wording(&survey.language).unwrap_or(("en", &blank));
    let filled = |text: &str| fill(text, survey.about.number, &to.name);
    let score = |score: i64| Score { score, label: label(programme.kind, score, language) };
    Shown {
        survey: survey.id,
        programme: programme.id,
        kind: programme.kind,
        language: language.to_owned(),
        intro: filled(&wording.intro),
        question: filled(&wording.question),
        low: wording.low.clone(),
        high: wording.high.clone(),
        scores: programme.kind.scores().map(score).collect(),
        address: feedback.links.page(survey.id),
        score: given,
        expires_at: survey.expires_at,
    }
}
