//! What people do about a storm.

use db::Tx;
use jobs::NewJob;
use kernel::{Actor, AuditEntry, MailboxId, Result, TypedId};
use serde_json::json;

use super::model::{Course, Scope, Storm, StormId};
use super::store;
use crate::error;
use crate::intake::receive::{PLACE, PlaceJob};
use crate::mailboxes::store as mailboxes;
use crate::permissions::MANAGE_UNPLACED;

/// A storm and how many of its mails wait.
pub type Counted = (Storm, i64);

/// Storms that last, oldest first, then the last that are over.
///
/// # Errors
/// `access.forbidden`
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Counted>> {
    actor.require(MANAGE_UNPLACED)?;
    let mut storms = store::active(tx)?;
    storms.extend(store::recent(tx)?);
    storms.into_iter().map(|storm| counted(tx, storm)).collect()
}

fn counted(tx: &mut Tx<'_>, storm: Storm) -> Result<Counted> {
    let waiting = store::waiting(tx, storm.id)?;
    Ok((storm, waiting))
}

/// A storm, and whose it is in words: an address, a domain, the name of a mailbox.
///
/// # Errors
/// `platform.not_found`
pub fn one(tx: &mut Tx<'_>, id: StormId) -> Result<(Storm, String)> {
    let storm = store::find(tx, id)?;
    let whose = match (storm.scope, storm.who.parse::<i64>()) {
        (Scope::Mailbox, Ok(raw)) => {
            mailboxes::find(tx, MailboxId::from_raw(raw)).map_or_else(|_| storm.who.clone(), |mailbox| mailbox.name)
        }
        _ => storm.who.clone(),
    };
    Ok((storm, whose))
}

/// Decides what is done with the mails of a storm that lasts. Released, they are placed at once; held, they wait; slowed, they are
/// placed a few a minute.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.storm_over`
pub fn steer(tx: &mut Tx<'_>, actor: &Actor, id: StormId, course: Course) -> Result<Counted> {
    actor.require(MANAGE_UNPLACED)?;
    store::find(tx, id)?;
    if !store::steer(tx, id, course)? {
        return Err(error::STORM_OVER.into());
    }
    if course != Course::Held {
        for mail in store::free(tx, id)?.into_iter().filter(|_| course == Course::Released) {
            jobs::cancel(tx, PLACE, &mail.to_string())?;
            jobs::enqueue(tx, NewJob::now(PLACE, PlaceJob { intake: mail }).once_for(mail))?;
        }
    }
    tx.audit(
        actor,
        AuditEntry { action: "channels.storm.steered", thing: id.into(), detail: json!({ "course": course.code() }) },
    )?;
    let storm = store::find(tx, id)?;
    counted(tx, storm)
}
