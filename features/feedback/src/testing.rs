//! A way to customers that keeps what it was given in the test's own tables, so that it is rolled back with everything else.

use std::sync::Arc;
use std::time::Duration;

use db::{Tx, p};
use kernel::{ContactId, ConversationId, PersonId, Result, TeamId, Timestamp, TypedId};
use testkit::TestDb;

use crate::programmes::commands::{NewProgramme, create};
use crate::programmes::model::{Kind, Programme};
use crate::programmes::plan::{AskedIn, Condition, FollowUpRule, Plan, Question, QuestionKind, Rule, Wording};
use crate::surveys::commands::{Reached, conversation_reached};
use crate::surveys::model::About;
use crate::{Feedback, Hours, Letter, Letters, Links, Posted, jobs as own_jobs};

/// The tables of this room, of those below it, and what stands in for other rooms.
pub(crate) fn schema() -> Vec<db::Migration> {
    let stand_in = db::Migration {
        name: "209912312359_feedback_test",
        sql: "create table test_contacts (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, language TEXT NOT NULL);
              create view pub_customers_contacts as select id, name, address, language from test_contacts;
              create table test_names (id BIGINT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL);
              create view pub_access_teams as select id, name from test_names where kind = 'team';
              create view pub_access_people as select id, name from test_names where kind = 'person';
              create view pub_inbox_topics as select id, name from test_names where kind = 'topic';
              create table test_stopped (address TEXT NOT NULL PRIMARY KEY);
              create table test_letters (source TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, subject TEXT NOT NULL, html TEXT NOT NULL, text TEXT NOT NULL)",
    };
    [jobs::migrations(), crate::migrations(), vec![stand_in]].concat()
}

struct Shelf;

impl Letters for Shelf {
    fn post(&self, tx: &mut Tx<'_>, source: &str, letter: &Letter) -> Result<Posted> {
        if !letter.to.contains('@') {
            return Ok(Posted::NoAddress);
        }
        let stopped: i64 =
            tx.one("select count(*) from test_stopped where address = $1", p![letter.to], |row| row.take())?;
        if stopped > 0 || letter.to.starts_with("gone@") {
            return Ok(Posted::Unwanted);
        }
        let sql = "insert into test_letters (source, address, subject, html, text) values ($1, $2, $3, $4, $5) on conflict (source) do nothing";
        tx.exec(sql, p![source, letter.to, letter.subject, letter.html, letter.text])?;
        Ok(Posted::Queued)
    }

    fn stop(&self, tx: &mut Tx<'_>, address: &str) -> Result<()> {
        tx.exec("insert into test_stopped (address) values ($1) on conflict (address) do nothing", p![address])
            .map(drop)
    }

    fn has_stopped(&self, tx: &mut Tx<'_>, address: &str) -> Result<bool> {
        let sql = "select count(*) from test_stopped where address = $1";
        Ok(tx.one(sql, p![address], |row| row.take::<i64>())? > 0)
    }
}

struct RoundTheClock;

impl Hours for RoundTheClock {
    fn after(&self, _: &mut Tx<'_>, from: Timestamp, business: Duration) -> Result<Timestamp> {
        Ok(from.plus(business))
    }
}

/// The room on a test's database.
pub(crate) fn feedback(store: &TestDb) -> Feedback {
    Feedback {
        db: store.handle(),
        letters: Arc::new(Shelf),
        hours: Arc::new(RoundTheClock),
        links: Arc::new(Links::new(b"secret", "https://desk.example")),
    }
}

/// A plan with words in two languages and a question for the unhappy.
pub(crate) fn plan() -> Plan {
    let wording = |subject: &str, question: &str| Wording {
        subject: format!("{subject} [#{{number}}]"),
        intro: "Hello {name}".into(),
        question: question.into(),
        low: "bad <b>".into(),
        high: "good".into(),
        thanks: "Thanks!".into(),
        reminder: "Still waiting".into(),
    };
    Plan {
        default_language: "en".into(),
        wordings: [
            ("en".to_owned(), wording("How was it?", "Are you satisfied?")),
            ("de".to_owned(), wording("Wie war es?", "Sind Sie zufrieden?")),
        ]
        .into(),
        questions: vec![Question {
            key: "why".into(),
            kind: QuestionKind::Text,
            words: [("en".to_owned(), "Why?".to_owned()), ("de".to_owned(), "Warum?".to_owned())].into(),
            choices: Vec::new(),
            ask_if: Some(Condition { question: "score".into(), at_most: Some(3), ..Condition::default() }),
        }],
        rule: Rule {
            statuses: vec!["solved".into()],
            channels: Vec::new(),
            topics: Vec::new(),
            asked_in: AskedIn::Mail,
            sample_percent: 100,
            delay_hours: 1,
            remind_after_days: 3,
            expires_after_days: 14,
        },
        follow_up: Some(FollowUpRule { score_at_most: 2, owner: None, due_hours: 8 }),
    }
}

/// A programme that asks.
pub(crate) async fn programme(store: &TestDb, kind: Kind, plan: Plan) -> Programme {
    let new = NewProgramme { name: "After each answer".into(), kind, active: true, plan };
    store.write(move |tx| create(tx, &kernel::Actor::system(), new.clone())).await.expect("a programme")
}

/// A customer.
pub(crate) async fn contact(store: &TestDb, id: i64, address: &str, language: &str) {
    let (address, language) = (address.to_owned(), language.to_owned());
    store
        .write(move |tx| {
            tx.exec(
                "insert into test_contacts (id, name, address, language) values ($1, 'Ann & Co', $2, $3)",
                p![id, address, language],
            )
        })
        .await
        .expect("a contact");
}

/// A conversation of a customer as it was solved.
pub(crate) fn about(conversation: i64, contact: i64) -> About {
    About {
        conversation: ConversationId::from_raw(conversation),
        number: conversation,
        contact: ContactId::from_raw(contact),
        mailbox: None,
        team: Some(TeamId::from_raw(5)),
        assignee: Some(PersonId::from_raw(7)),
        topic: None,
        channel: "mail".into(),
    }
}

/// A conversation reaches a state now.
pub(crate) async fn reach(feedback: &Feedback, about: About, status: &str) {
    let (office, status) = (feedback.clone(), status.to_owned());
    feedback
        .db
        .write(move |tx| {
            let reached = Reached { about: about.clone(), status: status.clone(), answered: true, at: tx.now() };
            conversation_reached(tx, &office, &reached)
        })
        .await
        .expect("noted");
}

/// Does everything that is due.
pub(crate) async fn work(feedback: &Feedback) {
    let mut runner = jobs::Runner::new(feedback.db.clone());
    own_jobs::add(&mut runner, feedback);
    runner.run_due().await.expect("done");
}

/// What was sent: source, subject, text.
pub(crate) async fn letters(store: &TestDb) -> Vec<(String, String, String)> {
    let read = store.read(|tx| {
        tx.all("select source, subject, text from test_letters order by source", p![], |row| {
            Ok((row.take()?, row.take()?, row.take()?))
        })
    });
    read.await.expect("letters")
}
