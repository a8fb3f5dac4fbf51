//! Counting scores and surveys, within what the actor sees.

use std::collections::BTreeMap;

use db::{Filter, Tx};
use jiff::ToSpan as _;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use kernel::{Actor, PersonId, Result, TeamId, Timestamp, TypedId};

use super::model::Tally;
use crate::answers::queries::Wanted;
use crate::permissions::ANSWER_SEE;
use crate::programmes::model::{Kind, ProgrammeId, TopicId};
use crate::programmes::store as programmes;
use crate::sight;

/// What results are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The team the conversation lay with.
    Team,
    /// Who had it.
    Agent,
    /// Where it came in.
    Channel,
    /// The contact reason.
    Topic,
    /// The ISO week, by the day it begins.
    Week,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            Self::Team => "team_id",
            Self::Agent => "assignee_id",
            Self::Channel => "channel",
            Self::Topic => "topic_id",
            Self::Week => "",
        }
    }

    /// The part as others name it; nothing for nobody, no team and no topic.
    fn key(self, raw: &str, zone: &TimeZone) -> String {
        let number = || raw.parse::<i64>().unwrap_or_default();
        match self {
            Self::Channel => raw.to_owned(),
            _ if number() == 0 => String::new(),
            Self::Team => TeamId::from_raw(number()).to_string(),
            Self::Agent => PersonId::from_raw(number()).to_string(),
            Self::Topic => TopicId::from_raw(number()).to_string(),
            Self::Week => week(Timestamp::from_micros(number() * HOUR), zone),
        }
    }
}

const HOUR: i64 = 3_600_000_000;

/// The Monday of the week an instant lies in.
fn week(at: Timestamp, zone: &TimeZone) -> String {
    let date = at.to_jiff().to_zoned(zone.clone()).date();
    let back = i64::from(date.weekday().since(Weekday::Monday));
    date.checked_sub(back.days()).unwrap_or(date).to_string()
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Question {
    /// The programme.
    pub programme: ProgrammeId,
    /// Answers and surveys at or after.
    pub from: Timestamp,
    /// Answers and surveys before.
    pub to: Timestamp,
    /// Divided by.
    pub by: Option<By>,
    /// Where weeks begin.
    pub zone: TimeZone,
}

/// The tallies of a programme: all of it, and the parts in order.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn results(tx: &mut Tx<'_>, actor: &Actor, question: &Question) -> Result<(Kind, Tally, Vec<(String, Tally)>)> {
    actor.require(ANSWER_SEE)?;
    let programme = programmes::any(tx, question.programme)?;
    let mut parts: BTreeMap<String, Tally> = BTreeMap::new();
    count_answers(tx, actor, question, &mut parts)?;
    count_surveys(tx, actor, question, &mut parts)?;
    let mut all = Tally::default();
    for part in parts.values() {
        all.add(part);
    }
    let parts = if question.by.is_some() { parts.into_iter().collect() } else { Vec::new() };
    Ok((programme.kind, all, parts))
}

/// The text of what parts are made of: a column, or the hour of an instant, of which weeks are put together here.
fn divided(by: Option<By>, instant: &str) -> String {
    match by {
        None => "''".to_owned(),
        Some(By::Week) => format!("cast({instant} / {HOUR} as TEXT)"),
        Some(by) => format!("cast({} as TEXT)", by.column()),
    }
}

fn key_of(question: &Question, raw: &str) -> String {
    question.by.map_or_else(String::new, |by| by.key(raw, &question.zone))
}

fn count_answers(
    tx: &mut Tx<'_>,
    actor: &Actor,
    question: &Question,
    parts: &mut BTreeMap<String, Tally>,
) -> Result<()> {
    let wanted = Wanted {
        programme: Some(question.programme),
        from: Some(question.from),
        to: Some(question.to),
        ..Wanted::default()
    };
    let filter = wanted.filter(actor);
    let part = divided(question.by, "given_at");
    let sql = format!(
        "select part, score, is_out, count(*) from (select {part} as part, score, case when excluded_at > 0 then 1 else 0 end as is_out
         from feedback_answers{}) x group by part, score, is_out",
        filter.sql()
    );
    tx.each(sql, &filter.params(), |row| {
        let (raw, score, is_out, count) =
            (row.take::<String>()?, row.take::<i64>()?, row.take::<i64>()?, row.take::<i64>()?);
        let tally = parts.entry(key_of(question, &raw)).or_default();
        if is_out == 1 {
            tally.excluded += count;
        } else {
            *tally.scores.entry(score).or_default() += count;
        }
        Ok(())
    })
}

fn count_surveys(
    tx: &mut Tx<'_>,
    actor: &Actor,
    question: &Question,
    parts: &mut BTreeMap<String, Tally>,
) -> Result<()> {
    let mut filter = Filter::new();
    filter.and("programme_id = ?", &[&question.programme]);
    filter.and("sent_at >= ? and sent_at < ?", &[&question.from, &question.to]);
    filter.raw("sent_at > 0");
    sight::narrow(&mut filter, actor);
    let part = divided(question.by, "sent_at");
    let sql = format!(
        "select part, is_answered, count(*) from (select {part} as part, case when answered_at > 0 then 1 else 0 end as is_answered
         from feedback_surveys{}) x group by part, is_answered",
        filter.sql()
    );
    tx.each(sql, &filter.params(), |row| {
        let (raw, is_answered, count) = (row.take::<String>()?, row.take::<i64>()?, row.take::<i64>()?);
        let tally = parts.entry(key_of(question, &raw)).or_default();
        tally.sent += count;
        tally.answered += if is_answered == 1 { count } else { 0 };
        Ok(())
    })
}
