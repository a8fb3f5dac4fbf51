//! What tests of this room share: facts made by hand, and who asks.

use db::Migration;
use kernel::{Actor, ContactId, ConversationId, NewEvent, PersonId, TeamId, ThingId, Timestamp, TypedId};
use serde_json::json;
use testkit::{TestDb, person_with};

use crate::facts::{
    Business, Change, Changes, Conversation, ProgrammeId, Survey, SurveyChange, SurveyId, SurveyKind, TopicId, store,
};
use crate::measures::{Measure, MeasureClock, MeasureOf, Statistic};
use crate::permissions::{ACTIONS_MANAGE, FIGURES_READ, PEOPLE_READ, SETTINGS_MANAGE};

/// Microseconds of an hour.
pub(crate) const HOUR: i64 = 3_600_000_000;
/// 2026-01-05T00:00:00Z, a Monday: days of facts are counted from here.
const BEGIN: i64 = 1_767_571_200_000_000;

/// The tables of this room, and the views of others that it reads.
pub(crate) fn migrations() -> Vec<Migration> {
    [jobs::migrations(), files::migrations(), access::migrations(), crate::migrations()].concat()
}

/// An instant so many hours after the beginning of 2026-01-05.
pub(crate) fn hours(hours: i64) -> Timestamp {
    Timestamp::from_micros(BEGIN + hours * HOUR)
}

/// Of team 1 and person 1, begun on a day, solved after so many hours.
pub(crate) fn solved(number: i64, day: i64, took: i64) -> Conversation {
    let created = day * 24 + 9;
    Conversation {
        id: ConversationId::from_raw(number),
        number,
        channel: "mail".into(),
        mailbox: None,
        contact: ContactId::from_raw(number),
        team: Some(TeamId::from_raw(1)),
        assignee: Some(PersonId::from_raw(1)),
        topic: None,
        priority: "normal".into(),
        by_agent: false,
        automatic: false,
        status: "solved".into(),
        status_since: hours(created + took),
        assigned_since: hours(created),
        created_at: hours(created),
        first_customer_at: hours(created),
        first_reply_at: hours(created + took),
        first_reply_by: Some(PersonId::from_raw(1)),
        first_solved_at: hours(created + took),
        solved_at: hours(created + took),
        customer_messages: 1,
        replies: 1,
        reopened: 0,
        transfers: 0,
        handoffs: 0,
        requester_wait: took * HOUR,
        agent_wait: 0,
        hold_wait: 0,
        business: Business::default(),
    }
}

/// The same with another team and its person.
pub(crate) fn of_team(it: Conversation, team: i64) -> Conversation {
    let person = Some(PersonId::from_raw(team));
    Conversation { team: Some(TeamId::from_raw(team)), assignee: person, first_reply_by: person, ..it }
}

/// The same about another topic.
pub(crate) fn about(it: Conversation, topic: i64) -> Conversation {
    Conversation { topic: Some(TopicId::from_raw(topic)), ..it }
}

/// Puts facts into a store.
pub(crate) async fn fill(store: &TestDb, all: Vec<Conversation>) {
    let mut changes = Changes::default();
    for it in all {
        changes.conversations.insert(it.id, Change { before: None, after: it });
    }
    store.write(move |tx| store::save(tx, &changes)).await.expect("facts");
}

/// Asked on a day about a conversation of that number with a team and its person, and answered on the next one.
pub(crate) fn rated(number: i64, day: i64, team: i64, kind: SurveyKind, score: i64) -> Survey {
    Survey {
        id: SurveyId::from_raw(number),
        programme: ProgrammeId::from_raw(1),
        kind,
        conversation: ConversationId::from_raw(number),
        contact: ContactId::from_raw(number),
        team: Some(TeamId::from_raw(team)),
        assignee: Some(PersonId::from_raw(team)),
        topic: Some(TopicId::from_raw(1)),
        mailbox: None,
        channel: "mail".into(),
        priority: "normal".into(),
        sent_at: hours(24 * day - 24),
        given_at: hours(24 * day + 9),
        changed_at: Timestamp::NEVER,
        score,
        has_comment: false,
        excluded: false,
    }
}

/// Puts surveys into a store.
pub(crate) async fn fill_surveys(store: &TestDb, all: Vec<Survey>) {
    let mut changes = Changes::default();
    for it in all {
        changes.surveys.insert(it.id, SurveyChange { before: None, after: it });
    }
    store.write(move |tx| store::save(tx, &changes)).await.expect("surveys");
}

/// So much happens at once that figures are not whole until it is counted.
pub(crate) async fn a_thousand_happen(store: &TestDb) {
    let many = |tx: &mut db::Tx<'_>| {
        (0..1_001).try_for_each(|_| {
            let thing = ThingId("thing_1".into());
            tx.emit(&Actor::system(), NewEvent { name: "test.happened", version: 1, thing, facts: json!({}) })
        })
    };
    store.write(many).await.expect("written");
}

/// A manager: person 9.
pub(crate) fn manager() -> Actor {
    person_with(9, "Mia", &[FIGURES_READ, PEOPLE_READ, SETTINGS_MANAGE, ACTIONS_MANAGE])
}

/// A metric of everything.
pub(crate) fn measure(metric: &str, statistic: Statistic) -> Measure {
    Measure { metric: metric.into(), statistic, clock: MeasureClock::Calendar, of: MeasureOf::default() }
}

/// Seals by turning the text around: enough to tell what was sealed from what was not.
pub(crate) struct Reversed;

impl crate::alerts::Seal for Reversed {
    fn seal(&self, secret: &str, place: &str) -> kernel::Result<Vec<u8>> {
        Ok(format!("{place}|{secret}").chars().rev().collect::<String>().into_bytes())
    }

    fn open(&self, sealed: &[u8], place: &str) -> kernel::Result<String> {
        let text: String = String::from_utf8_lossy(sealed).chars().rev().collect();
        let open = text.strip_prefix(&format!("{place}|")).map(str::to_owned);
        open.ok_or_else(|| kernel::Fault::internal("sealed for another place"))
    }
}
