//! When a mail of a storm is placed.

use std::time::Duration;

use kernel::{Result, Timestamp};

use super::model::{Course, Storm, slot};
use super::store;
use crate::intake::model::Intake;
use crate::post::Post;
use crate::rules::store as rules;

/// How often a held mail asks again by itself; a person's decision comes sooner.
const HELD: Duration = Duration::from_mins(1);

/// The storm a mail is part of, of those that last.
pub(crate) fn storm_of(storms: Vec<Storm>, intake: &Intake) -> Option<Storm> {
    if intake.historic {
        return None;
    }
    let sender = intake.from_address.to_lowercase();
    let mailbox = intake.mailbox.map_or(0, kernel::TypedId::raw);
    storms.into_iter().find(|storm| storm.takes(&sender, mailbox))
}

/// When the mail may be placed, if not now. The first time it asks, it gets its turn behind the others of the storm.
pub(crate) async fn wait(post: &Post, storm: Storm, intake: &Intake) -> Result<Option<Timestamp>> {
    let mail = intake.id;
    let (storm, turn) = (storm.id, intake.release_at.happened());
    post.db()
        .write(move |tx| {
            let now = tx.now();
            let storm = store::find(tx, storm)?;
            match (storm.course, turn) {
                (Course::Held, _) => {
                    store::assign(tx, mail, storm.id, turn.unwrap_or(Timestamp::NEVER))?;
                    Ok(Some(now.plus(HELD)))
                }
                (Course::Released, _) => {
                    store::assign(tx, mail, storm.id, now)?;
                    Ok(None)
                }
                (Course::Slowed, Some(at)) => Ok(Some(at).filter(|at| *at > now)),
                (Course::Slowed, None) => {
                    let (rules, _) = rules::rules(tx)?;
                    let (at, next) = slot(storm.next_at, now, rules.storm_per_minute);
                    store::set_slot(tx, storm.id, next)?;
                    store::assign(tx, mail, storm.id, at)?;
                    Ok(Some(at).filter(|at| *at > now))
                }
            }
        })
        .await
}
