//! What lies with somebody who left, or with a team that is no more, lies with nobody again, so that the others find it.

use db::{Db, Tx, p, sql};
use jobs::{NewJob, Outcome, Runner};
use kernel::{Actor, ConversationId, Patch, PersonId, Result, TeamId};
use serde::{Deserialize, Serialize};

use super::{Change, change};

sql! {
    OF_TEAM = "select id from inbox_conversations where team_id = $1 and shelf = 0 order by last_message_at, id limit 200";
    OF_PERSON = "select id from inbox_conversations where assignee_id = $1 and shelf = 0 order by last_message_at, id limit 200";
}

const RELEASE: &str = "inbox.release";

/// Whose open conversations become free. What is solved or closed stays as it was: it is history.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leaver {
    /// A team that was removed.
    Team(TeamId),
    /// Somebody who no longer works here.
    Person(PersonId),
}

/// Lets the open conversations go, soon and in portions: a leaver may have thousands.
pub fn release_soon(tx: &mut Tx<'_>, leaver: Leaver) -> Result<()> {
    let key = match leaver {
        Leaver::Team(team) => team.to_string(),
        Leaver::Person(person) => person.to_string(),
    };
    jobs::enqueue(tx, NewJob::now(RELEASE, leaver).once_for(key))
}

/// Adds the handler of the job.
pub(crate) fn register(runner: &mut Runner, db: &Db) {
    let db = db.clone();
    runner.add(RELEASE, move |job| {
        let db = db.clone();
        async move {
            let leaver: Leaver = job.payload()?;
            let rest = db.write(move |tx| Ok((release(tx, leaver)?, tx.now()))).await?;
            Ok(if rest.0 == 0 { Outcome::Done } else { Outcome::Again(rest.1) })
        }
    });
}

/// Lets some go; answers how many there were.
pub(crate) fn release(tx: &mut Tx<'_>, leaver: Leaver) -> Result<usize> {
    let (ids, freed) = match leaver {
        Leaver::Team(team) => (
            tx.all(OF_TEAM, p![team], |row| row.take::<ConversationId>())?,
            Change { team: Patch::Clear, ..Change::default() },
        ),
        Leaver::Person(person) => (
            tx.all(OF_PERSON, p![person], |row| row.take::<ConversationId>())?,
            Change { assignee: Patch::Clear, ..Change::default() },
        ),
    };
    for id in &ids {
        change(tx, &Actor::system(), *id, None, &freed, None)?;
    }
    Ok(ids.len())
}
