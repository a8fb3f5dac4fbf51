//! Survey programmes, and playing what customers answer.

use std::collections::BTreeMap;
use std::time::Duration;

use access::Registry;
use db::Tx;
use feedback::answers::commands::{Submission, exclude, give};
use feedback::follow_ups::commands::close;
use feedback::follow_ups::model::Ending;
use feedback::follow_ups::queries as follow_ups;
use feedback::programmes::commands::{Change, NewProgramme, change, create};
use feedback::programmes::model::{Kind as Asks, TopicId};
use feedback::programmes::plan::{AskedIn, Condition, FollowUpRule, Plan, Question, QuestionKind, Rule, Wording};
use feedback::programmes::queries as programmes;
use feedback::surveys::SurveyId;
use feedback::surveys::history::record_sent;
use feedback::surveys::model::About;
use feedback::{insights, themes};
use inbox::conversations::rows::rows_by_ids;
use kernel::{Actor, ActorKind, BuiltInRole, ConversationId, PageRequest, Result, Sees, TypedId};

use super::ledger::Kind;
use super::play::Player;
use crate::chance::Chance;
use crate::world::{PEOPLE, Role};

/// A programme: name, what it measures, of how many of a hundred conversations, its question, lowest and highest score, in English
/// and in German. Whoever is not asked by one of the first is asked for satisfaction.
type Asked = (&'static str, Asks, i64, [[&'static str; 3]; 2]);

const PROGRAMMES: [Asked; 4] = [
    (
        "Would they recommend us",
        Asks::Nps,
        16,
        [
            ["How likely is it that you recommend Havgard Cycles to a friend?", "Not at all", "Very likely"],
            ["Wie wahrscheinlich ist es, dass Sie Havgard Cycles weiterempfehlen?", "Gar nicht", "Sehr"],
        ],
    ),
    (
        "How easy was it",
        Asks::Ces,
        12,
        [
            ["How easy was it to get your matter settled?", "Very hard", "Very easy"],
            ["Wie einfach war es, Ihr Anliegen zu klären?", "Sehr schwer", "Sehr einfach"],
        ],
    ),
    (
        "In one click",
        Asks::Happiness,
        10,
        [["How was our help?", "Not good", "Great"], ["Wie war unsere Hilfe?", "Nicht gut", "Großartig"]],
    ),
    (
        "After each solved conversation",
        Asks::Csat,
        100,
        [
            ["How satisfied are you with our help?", "Not at all", "Very"],
            ["Wie zufrieden sind Sie mit unserer Hilfe?", "Gar nicht", "Sehr"],
        ],
    ),
];

/// What the customer of a conversation is asked: decided by its number, so that the same story asks the same.
fn asked(number: u32) -> Asks {
    let mut chance = Chance::new(u64::from(number));
    let found = PROGRAMMES.iter().find(|(_, _, percent, _)| chance.between(1, 100) <= *percent);
    found.map_or(Asks::Csat, |(_, kind, _, _)| *kind)
}

/// Makes the programmes. They ask nobody of themselves before the year is over: what is asked in it is part of the story.
pub(super) fn programmes(tx: &mut Tx<'_>, registry: &Registry) -> Result<()> {
    let held = registry.held_by(BuiltInRole::Administrator);
    let actor = Actor::new(ActorKind::System, "Quarterdeck", held, Sees::All);
    for (name, kind, sample, words) in PROGRAMMES {
        let plan = plan(kind, sample, &words);
        create(tx, &actor, NewProgramme { name: name.to_owned(), kind, active: false, plan })?;
    }
    Ok(())
}

fn plan(kind: Asks, sample_percent: i64, words: &[[&str; 3]; 2]) -> Plan {
    let wording = |[question, low, high]: [&str; 3], rest: [&str; 4]| Wording {
        subject: rest[0].to_owned(),
        intro: rest[1].to_owned(),
        question: question.to_owned(),
        low: low.to_owned(),
        high: high.to_owned(),
        thanks: rest[2].to_owned(),
        reminder: rest[3].to_owned(),
    };
    let english =
        ["How was our help?", "Hello {name}, your matter #{number} is settled.", "Thank you.", "One click is enough."];
    let german = [
        "Wie war unsere Hilfe?",
        "Guten Tag {name}, Ihr Anliegen #{number} ist erledigt.",
        "Danke.",
        "Ein Klick genügt.",
    ];
    let low = *kind.scores().filter(|score| kind.is_bad(*score)).collect::<Vec<_>>().last().unwrap_or(&1);
    Plan {
        default_language: "en".to_owned(),
        wordings: BTreeMap::from([
            ("en".to_owned(), wording(words[0], english)),
            ("de".to_owned(), wording(words[1], german)),
        ]),
        questions: vec![Question {
            key: "why".to_owned(),
            kind: QuestionKind::Text,
            words: BTreeMap::from([
                ("en".to_owned(), "What should we know?".to_owned()),
                ("de".to_owned(), "Was sollten wir wissen?".to_owned()),
            ]),
            choices: Vec::new(),
            ask_if: None::<Condition>,
        }],
        rule: Rule {
            statuses: vec!["solved".to_owned()],
            channels: Vec::new(),
            topics: Vec::new(),
            asked_in: AskedIn::Mail,
            sample_percent,
            delay_hours: 2,
            remind_after_days: 0,
            expires_after_days: 21,
        },
        follow_up: (kind == Asks::Csat).then_some(FollowUpRule { score_at_most: low, owner: None, due_hours: 16 }),
    }
}

/// From the end of the year on they ask; what was said until then has its themes, and one of them went to another department.
pub(super) fn begin_asking(tx: &mut Tx<'_>, manager: &Actor) -> Result<()> {
    for programme in programmes::all(tx, manager)? {
        let on = Change { version: programme.version, active: Some(true), ..Change::default() };
        change(tx, manager, programme.id, &on)?;
    }
    let found = themes::commands::find(tx, manager)?;
    let learned = themes::commands::learn(tx, manager, &found)?;
    let Some(theme) = learned.first() else { return Ok(()) };
    let shared = insights::commands::NewInsight {
        title: "Customers hear nothing while parcels are late".to_owned(),
        text: "The carrier's silence is taken for ours. A message when a delivery date moves would spare most of the low scores.".to_owned(),
        department: "Logistics".to_owned(),
        // Nobody is written to: the department is made up.
        address: String::new(),
        owner: None,
        theme: Some(theme.id),
        due_at: Some(tx.now().plus(Duration::from_hours(14 * 24))),
    };
    insights::commands::share(tx, manager, shared).map(drop)
}

impl Player<'_> {
    fn survey(&self, number: u32) -> Option<SurveyId> {
        self.news.find(self.known, Kind::Survey, number as usize).map(SurveyId::from_raw)
    }

    pub(super) fn surveyed(&mut self, tx: &mut Tx<'_>, number: u32) -> Result<()> {
        let id: ConversationId = self.news.conversation(self.known, number)?;
        let Some(row) = rows_by_ids(tx, &Actor::system(), &[id])?.pop() else { return Ok(()) };
        let thread = self.news.thread(self.known, number);
        let mailbox = thread.mailbox;
        let about = About {
            conversation: id,
            number: row.number,
            contact: row.contact.id,
            mailbox: Some(self.news.mailbox(self.known, mailbox)?),
            team: row.team.map(|team| team.id),
            assignee: row.assignee.map(|person| person.id),
            topic: row.topic.map(|topic| TopicId::from_raw(topic.id.raw())),
            channel: row.channel,
        };
        let solved_at = tx.now().minus(Duration::from_hours(3));
        match record_sent(tx, asked(number), &about, solved_at)? {
            Some(survey) => self.news.keep(tx, Kind::Survey, number as usize, survey.raw()),
            None => Ok(()),
        }
    }

    pub(super) fn rates(&mut self, tx: &mut Tx<'_>, number: u32, mood: u8, words: &str) -> Result<()> {
        let Some(survey) = self.survey(number) else { return Ok(()) };
        let kind = feedback::surveys::history::kind(tx, survey)?;
        let more =
            if words.is_empty() { BTreeMap::new() } else { BTreeMap::from([("why".to_owned(), words.to_owned())]) };
        give(tx, &self.rooms.feedback, survey, &Submission { score: Some(score(kind, mood)), more }).map(drop)
    }

    pub(super) fn calls_back(&mut self, tx: &mut Tx<'_>, number: u32, by: usize, note: &str) -> Result<()> {
        let actor = self.actor(by)?;
        let conversation = Some(self.news.conversation(self.known, number)?);
        let wanted = follow_ups::Wanted { conversation, ..follow_ups::Wanted::default() };
        for it in follow_ups::list(tx, &actor, &wanted, &PageRequest::default())?.items {
            close(tx, &actor, it.id, it.version, Ending::Reached, note)?;
        }
        Ok(())
    }

    pub(super) fn leaves_out(&mut self, tx: &mut Tx<'_>, number: u32, reason: &str) -> Result<()> {
        let manager = PEOPLE.iter().position(|one| one.role == Role::Manager).unwrap_or(1);
        let actor = self.actor(manager)?;
        let Some(survey) = self.survey(number) else { return Ok(()) };
        match feedback::surveys::history::answer(tx, survey)? {
            Some(answer) => exclude(tx, &actor, answer, reason).map(drop),
            None => Ok(()),
        }
    }
}

/// The score that a mood is on a scale.
fn score(kind: Asks, mood: u8) -> i64 {
    let mood = i64::from(mood);
    let (least, most) = (*kind.scores().start(), *kind.scores().end());
    match kind {
        Asks::Csat => [25, 45, 62, 80].into_iter().filter(|edge| mood >= *edge).count() as i64 + 1,
        Asks::Happiness => 1 + i64::from(mood >= 30) + i64::from(mood >= 62),
        Asks::Nps | Asks::Ces => least + mood * (most - least + 1) / 100,
    }
}
