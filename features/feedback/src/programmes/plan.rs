//! The plan of a programme: words, further questions with branching, the rule, the times. No I/O.

use std::collections::BTreeMap;

use kernel::{FieldFault, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Kind, TopicId};
use crate::error;

/// The words of a programme in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyWording)]
pub struct Wording {
    /// The subject of the mail; `{number}` is the conversation's number, `{name}` the customer's name.
    pub subject: String,
    /// What stands before the question in the mail and on the page.
    pub intro: String,
    /// The question.
    pub question: String,
    /// What the lowest score means.
    pub low: String,
    /// What the highest score means.
    pub high: String,
    /// What is said when all is answered.
    pub thanks: String,
    /// What stands before the question in the reminder.
    pub reminder: String,
}

/// What sort of answer a further question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyQuestionKind)]
pub enum QuestionKind {
    /// Own words.
    Text,
    /// One of some choices.
    Choice,
    /// 1 to 5.
    Scale,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyChoice)]
pub struct Choice {
    /// What is kept.
    pub key: String,
    /// What customers read, by language.
    pub words: BTreeMap<String, String>,
}

/// When a further question is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyCondition)]
pub struct Condition {
    /// `score`, or the key of a question asked before.
    pub question: String,
    /// The answer is at least this.
    #[serde(default)]
    pub at_least: Option<i64>,
    /// The answer is at most this.
    #[serde(default)]
    pub at_most: Option<i64>,
    /// The answer is one of these.
    #[serde(default)]
    pub one_of: Vec<String>,
}

/// A further question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyQuestion)]
pub struct Question {
    /// What the answer is kept under.
    pub key: String,
    /// What sort of answer it takes.
    pub kind: QuestionKind,
    /// What customers read, by language.
    pub words: BTreeMap<String, String>,
    /// Of a choice: what there is to choose.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// When it is asked; always, when absent.
    #[serde(default)]
    pub ask_if: Option<Condition>,
}

/// Where customers are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyAskedIn)]
pub enum AskedIn {
    /// A mail that we send when it is due.
    #[default]
    Mail,
    /// The chat, app or page of the company in which the conversation took place: it takes the question over when it is due.
    Chat,
}

/// Of whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyRule)]
pub struct Rule {
    /// After which states of a conversation: `solved`, `closed`.
    pub statuses: Vec<String>,
    /// On which channels; on all when empty.
    #[serde(default)]
    pub channels: Vec<String>,
    /// About which contact reasons; about all when empty.
    #[serde(default)]
    pub topics: Vec<TopicId>,
    /// Where they are asked: by mail when absent.
    #[serde(default)]
    pub asked_in: AskedIn,
    /// How many of a hundred conversations.
    pub sample_percent: i64,
    /// Business hours after the state was reached.
    pub delay_hours: i64,
    /// Days after which a customer is reminded once; never when 0.
    pub remind_after_days: i64,
    /// Days in which it can be answered, and an answer be changed.
    pub expires_after_days: i64,
}

/// What follows a low score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyFollowUpRule)]
pub struct FollowUpRule {
    /// The highest score that counts as low.
    pub score_at_most: i64,
    /// Who calls back; whoever had the conversation when absent.
    #[serde(default)]
    pub owner: Option<PersonId>,
    /// Business hours until the customer should have been called back.
    pub due_hours: i64,
}

/// What is asked, of whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyPlan)]
pub struct Plan {
    /// The language whose words stand in for others.
    pub default_language: String,
    /// Words by language.
    pub wordings: BTreeMap<String, Wording>,
    /// Further questions, in order.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Of whom and when.
    pub rule: Rule,
    /// What follows a low score; nothing when absent.
    #[serde(default)]
    pub follow_up: Option<FollowUpRule>,
}

/// Characters of a short and of a long text.
const SHORT: usize = 200;
const LONG: usize = 2_000;

/// The best key of a map for a language: itself, its base («de» for «de-AT»), else the one that stands in.
pub fn nearest<'m, T>(
    by_language: &'m BTreeMap<String, T>,
    language: &str,
    stand_in: &str,
) -> Option<(&'m str, &'m T)> {
    let base = language.split('-').next().unwrap_or_default();
    let found = [language, base, stand_in].into_iter().find_map(|wanted| by_language.get_key_value(wanted));
    found.or_else(|| by_language.iter().next()).map(|(language, words)| (language.as_str(), words))
}

impl Condition {
    fn holds(&self, score: i64, answers: &BTreeMap<String, String>) -> bool {
        let number = score.to_string();
        let answer = if self.question == "score" { Some(&number) } else { answers.get(&self.question) };
        let Some(answer) = answer else { return false };
        let value: Option<i64> = answer.parse().ok();
        let within = |bound: Option<i64>, is_within: fn(i64, i64) -> bool| {
            bound.is_none_or(|bound| value.is_some_and(|value| is_within(value, bound)))
        };
        within(self.at_least, |value, least| value >= least)
            && within(self.at_most, |value, most| value <= most)
            && (self.one_of.is_empty() || self.one_of.contains(answer))
    }
}

impl Plan {
    /// The words for a language, and which language they are in.
    pub fn wording(&self, language: &str) -> Option<(&str, &Wording)> {
        nearest(&self.wordings, language, &self.default_language)
    }

    /// The further questions that are asked of whoever gave this score and these answers.
    pub fn asked<'p>(&'p self, score: i64, answers: &BTreeMap<String, String>) -> Vec<&'p Question> {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        let mut asked = Vec::new();
        for question in &self.questions {
            if question.ask_if.as_ref().is_none_or(|condition| condition.holds(score, &known)) {
                asked.push(question);
                // An answer to a question that is not asked (any more) opens no other.
                if let Some(answer) = answers.get(&question.key) {
                    known.insert(question.key.clone(), answer.clone());
                }
            }
        }
        asked
    }

    /// What is wrong with it.
    pub fn faults(&self, kind: Kind) -> Vec<FieldFault> {
        let mut found = Vec::new();
        if !self.wordings.contains_key(&self.default_language) {
            found.push(FieldFault::saying("plan/default_language", error::DEFAULT_LANGUAGE));
        }
        for (language, wording) in &self.wordings {
            wording_faults(language, wording, &mut found);
        }
        if self.questions.len() > 10 {
            found.push(FieldFault::saying("plan/questions", error::QUESTIONS_MANY));
        }
        for (index, question) in self.questions.iter().enumerate().take(10) {
            self.question_faults(index, question, &mut found);
        }
        self.rule_faults(&mut found);
        if let Some(follow_up) = &self.follow_up {
            let (least, most) = (*kind.scores().start(), *kind.scores().end());
            bounds("plan/follow_up/score_at_most", follow_up.score_at_most, least, most, &mut found);
            bounds("plan/follow_up/due_hours", follow_up.due_hours, 1, 720, &mut found);
        }
        found
    }

    fn rule_faults(&self, found: &mut Vec<FieldFault>) {
        let rule = &self.rule;
        if rule.statuses.is_empty() || rule.statuses.iter().any(|status| status != "solved" && status != "closed") {
            found.push(FieldFault::saying("plan/rule/statuses", error::STATUS_INVALID));
        }
        bounds("plan/rule/sample_percent", rule.sample_percent, 1, 100, found);
        bounds("plan/rule/delay_hours", rule.delay_hours, 0, 720, found);
        bounds("plan/rule/remind_after_days", rule.remind_after_days, 0, 60, found);
        bounds("plan/rule/expires_after_days", rule.expires_after_days, 1, 180, found);
    }

    fn question_faults(&self, index: usize, question: &Question, found: &mut Vec<FieldFault>) {
        let at = |field: &str| format!("plan/questions/{index}/{field}");
        let before = &self.questions[..index];
        let is_known = |key: &str| before.iter().any(|earlier| earlier.key == key);
        if !is_key(&question.key) || question.key == "score" || is_known(&question.key) {
            found.push(FieldFault::saying(at("key"), error::KEY_INVALID));
        }
        words_faults(&at("words"), &question.words, found);
        let wanted = if question.kind == QuestionKind::Choice { 2..=20 } else { 0..=0 };
        if !wanted.contains(&question.choices.len()) {
            let phrase =
                if question.kind == QuestionKind::Choice { error::CHOICES_COUNT } else { error::CHOICES_UNWANTED };
            found.push(FieldFault::saying(at("choices"), phrase));
        }
        for (place, choice) in question.choices.iter().enumerate() {
            let twice = question.choices[..place].iter().any(|other| other.key == choice.key);
            if !is_key(&choice.key) || twice {
                found.push(FieldFault::saying(at(&format!("choices/{place}/key")), error::KEY_INVALID));
            }
            words_faults(&at(&format!("choices/{place}/words")), &choice.words, found);
        }
        if question
            .ask_if
            .as_ref()
            .is_some_and(|condition| condition.question != "score" && !is_known(&condition.question))
        {
            found.push(FieldFault::saying(at("ask_if/question"), error::CONDITION_UNKNOWN));
        }
    }
}

fn wording_faults(language: &str, wording: &Wording, found: &mut Vec<FieldFault>) {
    let at = |field: &str| format!("plan/wordings/{language}/{field}");
    if !is_language(language) {
        found.push(FieldFault::saying(format!("plan/wordings/{language}"), error::LANGUAGE_INVALID));
    }
    let texts = [
        ("subject", &wording.subject, 1, SHORT),
        ("intro", &wording.intro, 0, LONG),
        ("question", &wording.question, 1, SHORT),
        ("low", &wording.low, 1, SHORT),
        ("high", &wording.high, 1, SHORT),
        ("thanks", &wording.thanks, 1, LONG),
        ("reminder", &wording.reminder, 0, LONG),
    ];
    for (field, text, least, most) in texts {
        let length = text.trim().chars().count();
        if length < least || length > most {
            found.push(FieldFault::saying(at(field), error::TEXT_LENGTH.said([("most", &most.to_string())])));
        }
    }
}

fn words_faults(at: &str, words: &BTreeMap<String, String>, found: &mut Vec<FieldFault>) {
    let is_text = |text: &String| (1..=SHORT).contains(&text.trim().chars().count());
    if words.is_empty() || !words.values().all(is_text) {
        found.push(FieldFault::saying(at, error::TEXT_LENGTH.said([("most", &SHORT.to_string())])));
    }
    if !words.keys().all(|language| is_language(language)) {
        found.push(FieldFault::saying(at, error::LANGUAGE_INVALID));
    }
}

fn bounds(at: &str, number: i64, least: i64, most: i64, found: &mut Vec<FieldFault>) {
    if !(least..=most).contains(&number) {
        let said = error::NUMBER_BOUNDS.said([("least", &least.to_string()), ("most", &most.to_string())]);
        found.push(FieldFault::saying(at, said));
    }
}

fn is_key(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    key.len() <= 40 && key.starts_with(|first: char| first.is_ascii_lowercase()) && key.bytes().all(plain)
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let base = parts.next().unwrap_or_default();
    (2..=3).contains(&base.len())
        && base.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
