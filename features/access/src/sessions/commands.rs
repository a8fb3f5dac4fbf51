//! Signing in and out. Comparing the password lies between two units of work, on a thread that may be slow.

use std::net::IpAddr;
use std::time::Duration;

use db::Tx;
use kernel::{Actor, ActorKind, AuditEntry, Fault, PersonId, Result, Sees, ThingId};
use serde_json::json;

use super::store::{self, SessionRow};
use super::throttle::{self, Limit};
use super::{SessionId, queries};
use crate::fields::fold;
use crate::passwords::PasswordHash;
use crate::secret::Secret;
use crate::{epoch, error, events, people};

/// Longer descriptions of browsers are cut.
const LONGEST_DEVICE: usize = 300;

/// Where somebody signs in from.
#[derive(Debug, Clone)]
pub struct Device {
    /// The network address.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub name: String,
}

impl Device {
    fn cut(&self) -> String {
        self.name.chars().filter(|c| !c.is_control()).take(LONGEST_DEVICE).collect()
    }
}

/// What an attempt to sign in found: the person and password to compare with, or nobody.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) person: Option<PersonId>,
    pub(crate) hash: Option<PasswordHash>,
}

/// Counts the attempt and finds whom it is about. The same work is done for an address that nobody has.
pub(crate) fn begin(tx: &mut Tx<'_>, email: &str, address: IpAddr, per_minute: u32) -> Result<Attempt> {
    let folded = fold(email);
    throttle::count(tx, &throttle::address_subject(address), Limit::of_address(per_minute))?;
    throttle::count(tx, &throttle::account_subject(&folded), Limit::ACCOUNT)?;
    let found = people::store::by_email(tx, &folded)?.filter(|(_, active, _)| *active);
    Ok(Attempt { person: found.as_ref().map(|(person, ..)| *person), hash: found.and_then(|(.., hash)| hash) })
}

/// Counts an attempt of somebody signed in to prove who they are; gives their address and password.
pub(crate) fn begin_own(tx: &mut Tx<'_>, person: PersonId) -> Result<(String, Option<PasswordHash>)> {
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    throttle::count(tx, &throttle::account_subject(&fold(&known.email)), Limit::ACCOUNT)?;
    Ok((known.email, people::store::password(tx, person)?))
}

/// Forgets failed attempts at an account, whose owner proved who they are.
pub(crate) fn forget_failures(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    throttle::forget(tx, &throttle::account_subject(&fold(&known.email)))
}

/// Counts an attempt from an address where no account is named.
pub(crate) fn begin_anonymous(tx: &mut Tx<'_>, address: IpAddr, per_minute: u32) -> Result<()> {
    throttle::count(tx, &throttle::address_subject(address), Limit::of_address(per_minute))
}

/// Writes down a refused attempt; not what was typed, because people type passwords into the wrong field.
pub(crate) fn refuse(tx: &mut Tx<'_>, person: Option<PersonId>, address: IpAddr) -> Result<()> {
    let thing = person.map_or_else(|| ThingId("nobody".to_owned()), ThingId::from);
    let detail = json!({"address": address.to_string()});
    tx.audit(&Actor::system(), AuditEntry { action: events::SESSION_REFUSED, thing, detail })
}

/// Starts the session of somebody whose password was right; it must still be the password, and they must still be here.
pub(crate) fn finish(
    tx: &mut Tx<'_>,
    person: PersonId,
    compared: &PasswordHash,
    renewed: Option<&PasswordHash>,
    start: &Start,
) -> Result<SessionId> {
    if people::store::password(tx, person)?.as_ref() != Some(compared) {
        return Err(error::WRONG_CREDENTIALS.into());
    }
    throttle::give_back(tx, &throttle::address_subject(start.device.address))?;
    if let Some(hash) = renewed {
        people::store::set_password(tx, person, hash)?;
    }
    self::start(tx, person, start)
}

/// How a session begins.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    /// What the browser will show.
    pub(crate) secret: Secret,
    /// Where it is.
    pub(crate) device: Device,
    /// How long it lasts without being used.
    pub(crate) lasts: Duration,
}

/// Starts a session of a person who proved who they are.
pub(crate) fn start(tx: &mut Tx<'_>, person: PersonId, start: &Start) -> Result<SessionId> {
    let known = people::store::find(tx, person)?.filter(|known| known.active).ok_or(error::WRONG_CREDENTIALS)?;
    throttle::forget(tx, &throttle::account_subject(&fold(&known.email)))?;
    let (id, now) = (tx.id::<SessionId>(), tx.now());
    let (address, device) = (start.device.address.to_canonical().to_string(), start.device.cut());
    let expires_at = now.plus(start.lasts);
    let row = SessionRow { id, created_at: now, last_seen_at: now, expires_at, address, device };
    store::insert(tx, &row, person, &start.secret.hash())?;
    // The actor of the event is the person; nothing is authorised by it.
    let actor = Actor::new(ActorKind::Person(person), &known.name, std::collections::BTreeSet::new(), Sees::Mine);
    events::record(
        tx,
        &actor,
        events::SESSION_STARTED,
        person,
        json!({"session": id, "address": row.address, "device": row.device}),
    )?;
    Ok(id)
}

/// Ends one of the actor's own sessions.
pub(crate) fn end(tx: &mut Tx<'_>, actor: &Actor, id: SessionId) -> Result<()> {
    let person = queries::require_browser(actor)?;
    if !store::delete(tx, id, person)? {
        return Err(Fault::not_found());
    }
    epoch::raise(tx)?;
    events::record(tx, actor, events::SESSION_ENDED, person, json!({"session": id}))
}
