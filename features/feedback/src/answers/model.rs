//! An answer. No I/O.

use std::collections::BTreeMap;

use kernel::{ContactId, ConversationId, PersonId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::programmes::model::{Kind, ProgrammeId, TopicId};
use crate::programmes::plan::{Plan, QuestionKind};
use crate::surveys::SurveyId;

db::typed_id!(
    /// What a customer answered.
    AnswerId, "answ");

/// Characters kept of an own text.
const LONGEST: usize = 4_000;

/// The conversation it is about, as it was when the customer was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyAnswerAbout)]
pub struct AnswerAbout {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its number.
    #[schema(examples(1042))]
    pub number: i64,
    /// The customer.
    pub contact: ContactId,
    /// The team it lay with.
    pub team: Option<TeamId>,
    /// Who had it.
    pub assignee: Option<PersonId>,
    /// The contact reason.
    pub topic: Option<TopicId>,
    /// `mail` or `api`.
    #[schema(examples("mail"))]
    pub channel: String,
}

/// Why an answer is left out of the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyAnswerExclusion)]
pub struct Exclusion {
    /// Since when.
    pub at: Timestamp,
    /// Who decided.
    pub by: Option<PersonId>,
    /// Why.
    #[schema(examples("The customer rated the carrier, not us"))]
    pub reason: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyAnswer, example = json!(super::http::example()))]
pub struct Answer {
    /// Its id.
    pub id: AnswerId,
    /// The survey it answers.
    pub survey: SurveyId,
    /// The programme.
    pub programme: ProgrammeId,
    /// What is measured.
    pub kind: Kind,
    /// The score.
    pub score: i64,
    /// Whether the score is positive.
    pub is_good: bool,
    /// Whether it counts against us.
    pub is_bad: bool,
    /// Answers to further questions, by key.
    pub more: BTreeMap<String, String>,
    /// What was said in own words.
    pub comment: String,
    /// The language it was asked in.
    pub language: String,
    /// The conversation it is about.
    pub about: AnswerAbout,
    /// When it was given first.
    pub given_at: Timestamp,
    /// When it was changed last; never, when it was not.
    #[serde(with = "instant")]
    #[schema(value_type = Option<Timestamp>)]
    pub changed_at: Timestamp,
    /// Why it is left out of the figures.
    pub exclusion: Option<Exclusion>,
}

/// An instant that may not have come, as null on the wire.
mod instant {
    use kernel::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
    pub(super) fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        at.happened().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or(Timestamp::NEVER))
    }
}

/// What is kept of answers to further questions: those that are asked after this score, with values that can be given.
pub fn accepted(plan: &Plan, score: i64, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let cleaned: BTreeMap<String, String> = given.iter().map(|(key, text)| (key.clone(), clean(text))).collect();
    let asked = plan.asked(score, &cleaned);
    let fits = |kind: QuestionKind, choices: &[crate::programmes::plan::Choice], text: &str| match kind {
        QuestionKind::Text => true,
        QuestionKind::Scale => text.parse().is_ok_and(|score: i64| (1..=5).contains(&score)),
        QuestionKind::Choice => choices.iter().any(|choice| choice.key == text),
    };
    let kept = asked.into_iter().filter_map(|question| {
        let text = cleaned.get(&question.key).filter(|text| !text.is_empty())?;
        fits(question.kind, &question.choices, text).then(|| (question.key.clone(), text.clone()))
    });
    kept.collect()
}

/// What was said in own words, one question after another.
pub fn comment(plan: &Plan, more: &BTreeMap<String, String>) -> String {
    let texts = plan.questions.iter().filter(|question| question.kind == QuestionKind::Text);
    texts.filter_map(|question| more.get(&question.key)).cloned().collect::<Vec<_>>().join("\n")
}

/// Lines stay; what is not seen or steers a terminal goes.
fn clean(text: &str) -> String {
    let keeps = |c: &char| *c == '\n' || !(c.is_control() || kernel::is_invisible(*c));
    let text: String = text.replace("\r\n", "\n").chars().filter(keeps).take(LONGEST).collect();
    text.trim().to_owned()
}
