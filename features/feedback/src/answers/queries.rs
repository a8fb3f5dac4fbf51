//! Looking at answers.

use db::{Filter, Tx};
use kernel::{
    Actor, ContactId, ConversationId, Fault, Page as ListPage, PageRequest, PersonId, Result, TeamId, Timestamp,
    TypedId,
};

use super::model::{Answer, AnswerId};
use super::store;
use crate::permissions::ANSWER_SEE;
use crate::programmes::model::{Programme, ProgrammeId, TopicId};
use crate::programmes::store as programmes;
use crate::surveys::SurveyId;
use crate::surveys::store as surveys;
use crate::{error, sight};

/// What the page of a survey shows.
#[derive(Debug, Clone)]
pub struct Page {
    /// What asks.
    pub programme: Programme,
    /// The language it was sent in.
    pub language: String,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// The page of a survey that can be answered.
///
/// # Errors
/// `feedback.link_unknown`, `feedback.expired`
pub fn page(tx: &mut Tx<'_>, survey: SurveyId) -> Result<Page> {
    let survey = surveys::find(tx, survey)?.filter(|survey| survey.sent_at != Timestamp::NEVER);
    let survey = survey.ok_or_else(|| Fault::from(error::LINK_UNKNOWN))?;
    if !survey.is_open(tx.now()) {
        return Err(error::EXPIRED.into());
    }
    let programme = programmes::any(tx, survey.programme)?;
    let answer = store::of_survey(tx, survey.id)?;
    Ok(Page { programme, language: survey.language, answer })
}

/// Which answers are meant; what is absent does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this programme.
    pub programme: Option<ProgrammeId>,
    /// About this conversation.
    pub conversation: Option<ConversationId>,
    /// Of this customer.
    pub contact: Option<ContactId>,
    /// Given at or after.
    pub from: Option<Timestamp>,
    /// Given before.
    pub to: Option<Timestamp>,
    /// With this score.
    pub score: Option<i64>,
    /// About conversations of this team; of none when 0.
    pub team: Option<TeamId>,
    /// About conversations of this person; of nobody when 0.
    pub assignee: Option<PersonId>,
    /// On this channel.
    pub channel: Option<String>,
    /// With this contact reason; with none when 0.
    pub topic: Option<TopicId>,
    /// Left out of the figures, or not.
    pub excluded: Option<bool>,
    /// With a comment.
    pub commented: bool,
}

impl Wanted {
    /// The conditions, within what the actor sees.
    pub(crate) fn filter(&self, actor: &Actor) -> Filter {
        let mut filter = Filter::new();
        macro_rules! each {
            ($($value:expr => $text:literal),+ $(,)?) => { $(if let Some(value) = &$value { filter.and($text, &[value]); })+ };
        }
        each! {
            self.programme => "programme_id = ?",
            self.conversation => "conversation_id = ?",
            self.contact => "contact_id = ?",
            self.from => "given_at >= ?",
            self.to => "given_at < ?",
            self.score => "score = ?",
            self.team => "team_id = ?",
            self.assignee => "assignee_id = ?",
            self.channel => "channel = ?",
            self.topic.map(TypedId::raw) => "topic_id = ?",
        }
        match self.excluded {
            Some(true) => filter.raw("excluded_at > 0"),
            Some(false) => filter.raw("excluded_at = 0"),
            None => &mut filter,
        };
        if self.commented {
            filter.raw("comment <> ''");
        }
        sight::narrow(&mut filter, actor);
        filter
    }
}

/// Answers the actor may see, newest first.
///
/// # Errors
/// `access.forbidden`
pub fn list(tx: &mut Tx<'_>, actor: &Actor, wanted: &Wanted, page: &PageRequest) -> Result<ListPage<Answer>> {
    actor.require(ANSWER_SEE)?;
    let rows = store::page(tx, wanted.filter(actor), page)?;
    Ok(ListPage::from_rows(rows, page.limit(), |answer| (answer.given_at.micros(), answer.id.raw())))
}

/// One answer the actor may see.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: AnswerId) -> Result<Answer> {
    actor.require(ANSWER_SEE)?;
    let answer = store::find(tx, id)?;
    let mut filter = Filter::new();
    filter.and("id = ?", &[&id]);
    sight::narrow(&mut filter, actor);
    let sql = format!("select count(*) from feedback_answers{}", filter.sql());
    let is_theirs: i64 = tx.one(sql, &filter.params(), |row| row.take())?;
    if is_theirs == 0 { Err(Fault::not_found()) } else { Ok(answer) }
}
