//! SQL text of answers.

use db::{Filter, Row, Tx, p, sql};
use kernel::{Fault, PageRequest, PersonId, Result, Timestamp, TypedId};

use super::model::{Answer, AnswerAbout, AnswerId, Exclusion};
use crate::programmes::model::Kind;
use crate::surveys::SurveyId;
use crate::surveys::store::{topic, topic_of};

/// The columns in the order of [`read`].
pub(crate) const COLUMNS: &str = "id, survey_id, programme_id, kind, score, more, comment, language, conversation_id, number, contact_id, team_id, \
                                  assignee_id, topic_id, channel, given_at, changed_at, excluded_at, excluded_by, excluded_reason";

sql! {
    FIND = "select id, survey_id, programme_id, kind, score, more, comment, language, conversation_id, number, contact_id, team_id,
            assignee_id, topic_id, channel, given_at, changed_at, excluded_at, excluded_by, excluded_reason from feedback_answers where id = $1";
    OF_SURVEY = "select id, survey_id, programme_id, kind, score, more, comment, language, conversation_id, number, contact_id, team_id,
                 assignee_id, topic_id, channel, given_at, changed_at, excluded_at, excluded_by, excluded_reason from feedback_answers where survey_id = $1";
    INSERT = "insert into feedback_answers (id, survey_id, programme_id, kind, score, more, comment, language, conversation_id, number, contact_id,
              team_id, assignee_id, topic_id, channel, given_at, changed_at, excluded_at, excluded_by, excluded_reason)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0, 0, '')";
    CHANGE = "update feedback_answers set score = $1, more = $2, comment = $3, changed_at = $4 where id = $5";
    EXCLUDE = "update feedback_answers set excluded_at = $1, excluded_by = $2, excluded_reason = $3 where id = $4";
    SENT_AT = "select sent_at from feedback_surveys where id = $1";
}

pub(crate) fn read(row: &mut Row<'_>) -> Result<Answer> {
    let (id, survey, programme) = (row.take()?, row.take()?, row.take()?);
    let kind = Kind::of(&row.take::<String>()?).unwrap_or(Kind::Csat);
    let score = row.take()?;
    let more = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    let (comment, language) = (row.take()?, row.take()?);
    let some = |raw: i64| (raw != 0).then_some(raw);
    let about = AnswerAbout {
        conversation: row.take()?,
        number: row.take()?,
        contact: row.take()?,
        team: some(row.take()?).map(TypedId::from_raw),
        assignee: some(row.take()?).map(TypedId::from_raw),
        topic: topic_of(row.take()?),
        channel: row.take()?,
    };
    let (given_at, changed_at, excluded_at) = (row.take()?, row.take()?, row.take::<Timestamp>()?);
    let (by, reason) = (some(row.take()?).map(PersonId::from_raw), row.take()?);
    let exclusion = excluded_at.happened().map(|at| Exclusion { at, by, reason });
    let (is_good, is_bad) = (kind.is_good(score), kind.is_bad(score));
    Ok(Answer {
        id,
        survey,
        programme,
        kind,
        score,
        is_good,
        is_bad,
        more,
        comment,
        language,
        about,
        given_at,
        changed_at,
        exclusion,
    })
}

pub(crate) fn find(tx: &mut Tx<'_>, id: AnswerId) -> Result<Answer> {
    tx.one(FIND, p![id], read)
}

pub(crate) fn of_survey(tx: &mut Tx<'_>, survey: SurveyId) -> Result<Option<Answer>> {
    tx.opt(OF_SURVEY, p![survey], read)
}

fn more_text(it: &Answer) -> Result<String> {
    serde_json::to_string(&it.more).map_err(Fault::internal)
}

pub(crate) fn insert(tx: &mut Tx<'_>, it: &Answer) -> Result<()> {
    let about = &it.about;
    let (team, assignee) = (about.team.map_or(0, TypedId::raw), about.assignee.map_or(0, TypedId::raw));
    tx.exec(
        INSERT,
        p![
            it.id,
            it.survey,
            it.programme,
            it.kind.code(),
            it.score,
            more_text(it)?,
            it.comment,
            it.language,
            about.conversation,
            about.number,
            about.contact,
            team,
            assignee,
            topic(about.topic),
            about.channel,
            it.given_at
        ],
    )
    .map(drop)
}

pub(crate) fn change(tx: &mut Tx<'_>, it: &Answer) -> Result<()> {
    tx.exec(CHANGE, p![it.score, more_text(it)?, it.comment, it.changed_at, it.id]).map(drop)
}

pub(crate) fn exclude(tx: &mut Tx<'_>, it: &Answer) -> Result<()> {
    let (at, by, reason) = it
        .exclusion
        .as_ref()
        .map_or((Timestamp::NEVER, 0, ""), |out| (out.at, out.by.map_or(0, TypedId::raw), out.reason.as_str()));
    tx.exec(EXCLUDE, p![at, by, reason, it.id]).map(drop)
}

pub(crate) fn sent_at(tx: &mut Tx<'_>, survey: SurveyId) -> Result<Timestamp> {
    Ok(tx.opt(SENT_AT, p![survey], |row| row.take())?.unwrap_or(Timestamp::NEVER))
}

/// A page of answers, newest first; one more row than asked for tells that there is a next page.
pub(crate) fn page(tx: &mut Tx<'_>, mut filter: Filter, page: &PageRequest) -> Result<Vec<Answer>> {
    if let Some((at, id)) = page.after::<(i64, i64)>()? {
        filter.and("(given_at, id) < (?, ?)", &[&at, &id]);
    }
    let sql = format!(
        "select {COLUMNS} from feedback_answers{} order by given_at desc, id desc limit {}",
        filter.sql(),
        page.limit() + 1
    );
    tx.all(sql, &filter.params(), read)
}
