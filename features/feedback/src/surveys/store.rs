//! SQL text of surveys.

use db::{Row, Tx, p, sql};
use kernel::{ConversationId, Result, TypedId};

use super::model::{About, State, Survey, SurveyId};
use crate::programmes::model::{ProgrammeId, TopicId};

sql! {
    FIND = "select id, programme_id, conversation_id, number, contact_id, mailbox_id, team_id, assignee_id, topic_id, channel, language, state,
            reason, planned_at, due_at, sent_at, reminded_at, expires_at, answered_at from feedback_surveys where id = $1";
    OF = "select id, programme_id, conversation_id, number, contact_id, mailbox_id, team_id, assignee_id, topic_id, channel, language, state,
          reason, planned_at, due_at, sent_at, reminded_at, expires_at, answered_at from feedback_surveys where programme_id = $1 and conversation_id = $2";
    ABOUT = "select id, programme_id, conversation_id, number, contact_id, mailbox_id, team_id, assignee_id, topic_id, channel, language, state,
             reason, planned_at, due_at, sent_at, reminded_at, expires_at, answered_at from feedback_surveys where conversation_id = $1 order by id";
    INSERT = "insert into feedback_surveys (id, programme_id, conversation_id, number, contact_id, mailbox_id, team_id, assignee_id, topic_id,
              channel, language, state, reason, planned_at, due_at, sent_at, reminded_at, expires_at, answered_at, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 'planned', '', $11, $12, 0, 0, 0, 0, 1)";
    PLAN_AGAIN = "update feedback_surveys set number = $1, contact_id = $2, mailbox_id = $3, team_id = $4, assignee_id = $5, topic_id = $6,
                  channel = $7, state = 'planned', planned_at = $8, due_at = $9, version = version + 1 where id = $10";
    PLANNED = "select id from feedback_surveys where conversation_id = $1 and state = 'planned' order by id";
    MARK = "update feedback_surveys set state = $1, reason = $2, language = $3, sent_at = $4, reminded_at = $5, expires_at = $6, answered_at = $7,
            version = version + 1 where id = $8";
    CONTACT = "select name, address, language from pub_customers_contacts where id = $1";
}

fn some<T: TypedId>(raw: i64) -> Option<T> {
    (raw != 0).then(|| T::from_raw(raw))
}

fn raw<T: TypedId>(id: Option<T>) -> i64 {
    id.map_or(0, TypedId::raw)
}

/// The topic as a column: the inbox's own id, kept as its number.
pub(crate) fn topic(id: Option<TopicId>) -> i64 {
    raw(id)
}

/// The topic in a column.
pub(crate) fn topic_of(raw: i64) -> Option<TopicId> {
    some(raw)
}

fn read(row: &mut Row<'_>) -> Result<Survey> {
    let (id, programme) = (row.take()?, row.take()?);
    let about = About {
        conversation: row.take()?,
        number: row.take()?,
        contact: row.take()?,
        mailbox: some(row.take()?),
        team: some(row.take()?),
        assignee: some(row.take()?),
        topic: some(row.take()?),
        channel: row.take()?,
    };
    Ok(Survey {
        id,
        programme,
        about,
        language: row.take()?,
        state: State::of(&row.take::<String>()?),
        reason: row.take()?,
        planned_at: row.take()?,
        due_at: row.take()?,
        sent_at: row.take()?,
        reminded_at: row.take()?,
        expires_at: row.take()?,
        answered_at: row.take()?,
    })
}

pub(crate) fn find(tx: &mut Tx<'_>, id: SurveyId) -> Result<Option<Survey>> {
    tx.opt(FIND, p![id], read)
}

pub(crate) fn of(tx: &mut Tx<'_>, programme: ProgrammeId, conversation: ConversationId) -> Result<Option<Survey>> {
    tx.opt(OF, p![programme, conversation], read)
}

/// All surveys about a conversation.
pub(crate) fn about(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<Survey>> {
    tx.all(ABOUT, p![conversation], read)
}

pub(crate) fn insert(tx: &mut Tx<'_>, it: &Survey) -> Result<()> {
    let about = &it.about;
    let (mailbox, team, assignee) = (raw(about.mailbox), raw(about.team), raw(about.assignee));
    tx.exec(
        INSERT,
        p![
            it.id,
            it.programme,
            about.conversation,
            about.number,
            about.contact,
            mailbox,
            team,
            assignee,
            raw(about.topic),
            about.channel,
            it.planned_at,
            it.due_at
        ],
    )
    .map(drop)
}

pub(crate) fn plan_again(tx: &mut Tx<'_>, it: &Survey) -> Result<()> {
    let about = &it.about;
    let (mailbox, team, assignee) = (raw(about.mailbox), raw(about.team), raw(about.assignee));
    tx.exec(
        PLAN_AGAIN,
        p![
            about.number,
            about.contact,
            mailbox,
            team,
            assignee,
            raw(about.topic),
            about.channel,
            it.planned_at,
            it.due_at,
            it.id
        ],
    )
    .map(drop)
}

pub(crate) fn planned(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<SurveyId>> {
    tx.all(PLANNED, p![conversation], |row| row.take())
}

/// Saves where a survey stands.
pub(crate) fn mark(tx: &mut Tx<'_>, it: &Survey) -> Result<()> {
    tx.exec(
        MARK,
        p![it.state.code(), it.reason, it.language, it.sent_at, it.reminded_at, it.expires_at, it.answered_at, it.id],
    )
    .map(drop)
}

/// Whom a survey goes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Addressee {
    pub name: String,
    pub address: String,
    pub language: String,
}

pub(crate) fn addressee(tx: &mut Tx<'_>, it: &Survey) -> Result<Option<Addressee>> {
    tx.opt(CONTACT, p![it.about.contact], |row| {
        Ok(Addressee {
            name: row.take::<Option<String>>()?.unwrap_or_default(),
            address: row.take::<Option<String>>()?.unwrap_or_default(),
            language: row.take::<Option<String>>()?.unwrap_or_default(),
        })
    })
}
