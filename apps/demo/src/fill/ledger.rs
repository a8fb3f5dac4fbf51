//! What became of the made-up things, and how far the run is.

use std::collections::HashMap;

use db::{Tx, p};
use inbox::topics::TopicId;
use kernel::{ContactId, ConversationId, MailboxId, MessageId, PersonId, Result, TeamId, Timestamp, TypedId};

use super::Plan;
use super::error::{BEING_FILLED, NOT_EMPTY};

db::sql! {
    RUN = "select seed, until_at, conversations, host, steps_done, finished from demo_runs where id = 1";
    BEGIN = "insert into demo_runs (id, seed, until_at, conversations, host, steps_done, finished) values (1, $1, $2, $3, $4, 0, FALSE)";
    ADVANCE = "update demo_runs set steps_done = $1 where id = 1 and steps_done = $2";
    FINISH = "update demo_runs set finished = TRUE where id = 1";
    THING = "insert into demo_things (kind, place, thing) values ($1, $2, $3)";
    THINGS = "select kind, place, thing from demo_things order by kind, place";
    PEOPLE = "select count(*) from pub_access_people";
    BUSY = "select count(*) from (select id from pub_customers_contacts limit 1) one";
}

/// A filling that was begun.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    pub seed: u64,
    pub until: Timestamp,
    pub conversations: u32,
    pub host: Option<PersonId>,
    pub steps_done: u64,
    pub finished: bool,
}

/// The run there is.
pub fn run(tx: &mut Tx<'_>) -> Result<Option<Run>> {
    tx.opt(RUN, p![], |row| {
        Ok(Run {
            seed: row.take::<i64>()? as u64,
            until: row.take()?,
            conversations: row.take::<i64>()? as u32,
            host: Some(row.take::<i64>()?).filter(|host| *host != 0).map(PersonId::from_raw),
            steps_done: row.take::<i64>()? as u64,
            finished: row.take()?,
        })
    })
}

/// Whether nobody has set Quarterdeck up.
pub(super) fn is_untouched(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.one(PEOPLE, p![], |row| row.take::<i64>())? == 0)
}

/// Begins a run in an installation without conversations.
pub(super) fn begin(tx: &mut Tx<'_>, plan: Plan) -> Result<Run> {
    if tx.one(BUSY, p![], |row| row.take::<i64>())? > 0 {
        return Err(NOT_EMPTY.into());
    }
    let host = plan.host.map_or(0, TypedId::raw);
    tx.exec(BEGIN, p![plan.seed as i64, plan.until, i64::from(plan.conversations), host])?;
    let (seed, until, conversations, host) = (plan.seed, plan.until, plan.conversations, plan.host);
    Ok(Run { seed, until, conversations, host, steps_done: 0, finished: false })
}

/// Claims the next steps. Of two fillings at once the second finds them taken and stops.
pub(super) fn advance(tx: &mut Tx<'_>, before: u64, after: u64) -> Result<()> {
    match tx.exec(ADVANCE, p![after as i64, before as i64])? {
        0 => Err(BEING_FILLED.into()),
        _ => Ok(()),
    }
}

pub(super) fn finish(tx: &mut Tx<'_>) -> Result<()> {
    tx.exec(FINISH, p![]).map(drop)
}

/// The kinds of made-up things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Person,
    Team,
    Mailbox,
    Topic,
    Contact,
    Conversation,
    /// By the conversation it is about.
    Survey,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Person, Self::Team, Self::Mailbox, Self::Topic, Self::Contact, Self::Conversation, Self::Survey];

    fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
            Self::Mailbox => "mailbox",
            Self::Topic => "topic",
            Self::Contact => "contact",
            Self::Conversation => "conversation",
            Self::Survey => "survey",
        }
    }
}

/// What the next step of a conversation has to know about the earlier ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Thread {
    pub subject: String,
    pub customer: usize,
    pub mailbox: usize,
    pub tags: Vec<String>,
    /// The last public message of ours, for quoting: who, and its HTML.
    pub last_answer: Option<(usize, String)>,
    pub last_message: Option<(MessageId, Timestamp)>,
    /// The customer waits for us.
    pub is_waiting: bool,
    pub is_assigned: bool,
}

/// All that is known while a batch is played.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    things: HashMap<(Kind, usize), i64>,
    pub threads: HashMap<u32, Thread>,
}

impl Ledger {
    /// What an earlier, interrupted filling made.
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let rows = tx.all(THINGS, p![], |row| Ok((row.take::<String>()?, row.take::<i64>()?, row.take::<i64>()?)))?;
        let known = rows.into_iter().filter_map(|(word, place, thing)| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word)?;
            Some(((kind, place as usize), thing))
        });
        Ok(Self { things: known.collect(), threads: HashMap::new() })
    }

    /// The stage was set: people, teams, topics and dealers are there.
    pub fn is_staged(&self) -> bool {
        self.things.contains_key(&(Kind::Team, 0))
    }

    pub fn find(&self, kind: Kind, place: usize) -> Option<i64> {
        self.things.get(&(kind, place)).copied()
    }

    /// Takes over what a committed unit of work made.
    pub fn merge(&mut self, news: News) {
        self.things.extend(news.things);
        self.threads.extend(news.threads);
    }
}

/// What one unit of work makes, on top of what is known.
#[derive(Debug, Default)]
pub(super) struct News {
    things: HashMap<(Kind, usize), i64>,
    pub threads: HashMap<u32, Thread>,
}

impl News {
    /// Keeps what a made-up thing became.
    pub fn keep(&mut self, tx: &mut Tx<'_>, kind: Kind, place: usize, thing: i64) -> Result<()> {
        self.things.insert((kind, place), thing);
        tx.exec(THING, p![kind.word(), place as i64, thing]).map(drop)
    }

    pub fn find(&self, known: &Ledger, kind: Kind, place: usize) -> Option<i64> {
        self.things.get(&(kind, place)).copied().or_else(|| known.find(kind, place))
    }

    pub fn thread(&mut self, known: &Ledger, number: u32) -> &mut Thread {
        self.threads.entry(number).or_insert_with(|| known.threads.get(&number).cloned().unwrap_or_default())
    }

    pub fn person(&self, known: &Ledger, place: usize) -> Result<PersonId> {
        self.need(known, Kind::Person, place).map(PersonId::from_raw)
    }

    pub fn team(&self, known: &Ledger, place: usize) -> Result<TeamId> {
        self.need(known, Kind::Team, place).map(TeamId::from_raw)
    }

    pub fn mailbox(&self, known: &Ledger, place: usize) -> Result<MailboxId> {
        self.need(known, Kind::Mailbox, place).map(MailboxId::from_raw)
    }

    pub fn topic(&self, known: &Ledger, place: usize) -> Result<TopicId> {
        self.need(known, Kind::Topic, place).map(TopicId::from_raw)
    }

    pub fn conversation(&self, known: &Ledger, number: u32) -> Result<ConversationId> {
        self.need(known, Kind::Conversation, number as usize).map(ConversationId::from_raw)
    }

    pub fn contact(&self, known: &Ledger, place: usize) -> Option<ContactId> {
        self.find(known, Kind::Contact, place).map(ContactId::from_raw)
    }

    fn need(&self, known: &Ledger, kind: Kind, place: usize) -> Result<i64> {
        let missing = || kernel::Fault::internal(format!("the demo company has no {} {place}", kind.word()));
        self.find(known, kind, place).ok_or_else(missing)
    }
}
