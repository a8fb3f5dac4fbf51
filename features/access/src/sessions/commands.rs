//! Signing in and out. Comparing the password lies between two units of work, on a thread that may be slow.

use std::net::IpAddr;
use std::time::Duration;

use db::Tx;
use kernel::{Actor, ActorKind, AuditEntry, Fault, PersonId, Result, Sees, ThingId};
use serde_json::json;

use super::store::{self, SessionRow};
use super::throttle::{self, Limit};
use super::{SessionId, devices, queries};
use crate::fields::{Email, fold};
use crate::identity_providers::IdentityProviderId;
use crate::notices::{self, Notice};
use crate::passwords::PasswordHash;
use crate::secret::{Secret, SecretHash};
use crate::sign_ins::{self, Entry};
use crate::{epoch, error, events, people, second_factor, security};

/// Longer descriptions of browsers are cut.
const LONGEST_DEVICE: usize = 300;

/// Where somebody signs in from.
#[derive(Debug, Clone)]
pub struct Device {
    /// The network address.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub name: String,
    /// The secret that the browser was given when somebody signed in with it before.
    pub(crate) shown: Option<SecretHash>,
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
    /// The address that was typed, when it could be one, if this attempt is the one after which strangers have to wait.
    pub(crate) locks: Option<String>,
}

/// Counts the attempt and finds whom it is about. The same work is done for an address that nobody has.
pub(crate) fn begin(tx: &mut Tx<'_>, email: &str, device: &Device, per_minute: u32) -> Result<Attempt> {
    let folded = fold(email);
    throttle::count(tx, &throttle::address_subject(device.address), Limit::of_address(per_minute))?;
    let found = people::store::by_email(tx, &folded)?.filter(|(_, active, _)| *active);
    let person = found.as_ref().map(|(person, ..)| *person);
    let own = match (person, &device.shown) {
        (Some(person), Some(shown)) => {
            devices::is_known(tx, person, shown)?.then(|| throttle::browser_subject(person, shown))
        }
        _ => None,
    };
    let full = throttle::count(tx, &own.unwrap_or_else(|| throttle::account_subject(&folded)), Limit::ACCOUNT)?;
    // What cannot be an address is not kept anywhere: people type passwords into the wrong field.
    let locks = (full && Email::parse(&folded).is_ok()).then_some(folded);
    Ok(Attempt { person, hash: found.and_then(|(.., hash)| hash), locks })
}

/// Counts an attempt of somebody signed in to prove who they are; gives their address and password.
pub(crate) fn begin_own(tx: &mut Tx<'_>, person: PersonId) -> Result<(String, Option<PasswordHash>)> {
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    throttle::count(tx, &own_subject(person), Limit::ACCOUNT)?;
    Ok((known.email, people::store::password(tx, person)?))
}

/// What somebody signed in guesses at their own password is counted by itself: it must not keep them out elsewhere.
fn own_subject(person: PersonId) -> String {
    format!("own:{person}")
}

/// Forgets failed attempts at an account, whose owner proved who they are.
pub(crate) fn forget_failures(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    throttle::forget(tx, &own_subject(person))?;
    throttle::forget(tx, &second_factor::subject(person))?;
    throttle::forget(tx, &throttle::account_subject(&fold(&known.email)))
}

/// Counts an attempt from an address where no account is named.
pub(crate) fn begin_anonymous(tx: &mut Tx<'_>, address: IpAddr, per_minute: u32) -> Result<()> {
    throttle::count(tx, &throttle::address_subject(address), Limit::of_address(per_minute)).map(drop)
}

/// Takes back what [`begin_anonymous`] counted, because it was somebody who may.
pub(crate) fn give_back(tx: &mut Tx<'_>, address: IpAddr) -> Result<()> {
    throttle::give_back(tx, &throttle::address_subject(address))
}

/// Writes down a refused attempt; not what was typed, because people type passwords into the wrong field. Whoever's
/// account is locked by it is told.
pub(crate) fn refuse(tx: &mut Tx<'_>, attempt: &Attempt, device: &Device) -> Result<()> {
    note(tx, events::SESSION_REFUSED, attempt.person, device)?;
    let Some(email) = &attempt.locks else { return Ok(()) };
    note(tx, events::ACCOUNT_LOCKED, attempt.person, device)?;
    notices::tell_address(tx, email, Notice::AccountLocked, device)
}

/// Writes down a second step that was refused.
pub(crate) fn refuse_step(tx: &mut Tx<'_>, person: PersonId, device: &Device) -> Result<()> {
    note(tx, events::SESSION_REFUSED, Some(person), device)
}

fn note(tx: &mut Tx<'_>, action: &'static str, person: Option<PersonId>, device: &Device) -> Result<()> {
    let thing = person.map_or_else(|| ThingId("nobody".to_owned()), ThingId::from);
    let detail = json!({"address": device.address.to_string()});
    tx.audit(&Actor::system(), AuditEntry { action, thing, detail })
}

/// Lets somebody in whose password was right, or on to the second step; it must still be the password, and they must
/// still be here.
pub(crate) fn finish(
    tx: &mut Tx<'_>,
    person: PersonId,
    compared: &PasswordHash,
    renewed: Option<&PasswordHash>,
    start: &Start,
) -> Result<Entry> {
    if people::store::password(tx, person)?.as_ref() != Some(compared) {
        return Err(error::WRONG_CREDENTIALS.into());
    }
    give_back(tx, start.device.address)?;
    if let Some(hash) = renewed {
        people::store::set_password(tx, person, hash)?;
    }
    sign_ins::enter(tx, person, start)
}

/// How a session begins.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    /// What the browser will show.
    pub(crate) secret: Secret,
    /// What the browser will be known by from now on.
    pub(crate) browser: Secret,
    /// Where it is.
    pub(crate) device: Device,
    /// How long it lasts without being used.
    pub(crate) lasts: Duration,
    /// Who says who it is; nobody but us with a password or passkey.
    pub(crate) provider: Option<IdentityProviderId>,
}

/// Starts a session of a person who proved who they are.
pub(crate) fn start(tx: &mut Tx<'_>, person: PersonId, start: &Start) -> Result<SessionId> {
    let known = people::store::find(tx, person)?.filter(|known| known.active).ok_or(error::WRONG_CREDENTIALS)?;
    security::admit(tx, person, start.provider)?;
    forget_failures(tx, person)?;
    if let Some(shown) = &start.device.shown {
        throttle::forget(tx, &throttle::browser_subject(person, shown))?;
    }
    if devices::admit(tx, person, start.device.shown.as_ref(), &start.browser)? {
        notices::tell(tx, person, Notice::NewDevice, Some(&start.device))?;
    }
    let (id, now) = (tx.id::<SessionId>(), tx.now());
    let (address, device) = (start.device.address.to_canonical().to_string(), start.device.cut());
    let expires_at = now.plus(start.lasts);
    let row = SessionRow { id, created_at: now, last_seen_at: now, expires_at, address, device };
    store::insert(tx, &row, person, &start.secret.hash())?;
    events::record(
        tx,
        &named(person, &known.name),
        events::SESSION_STARTED,
        person,
        json!({"session": id, "address": row.address, "device": row.device, "provider": start.provider}),
    )?;
    Ok(id)
}

/// Ends the sessions of a person, but one where that is given, and every sign-in that is half done; gives how many.
pub(crate) fn end_all(tx: &mut Tx<'_>, person: PersonId, but: Option<SessionId>) -> Result<u64> {
    let ended = store::delete_of(tx, person, but)?;
    sign_ins::store::delete_of(tx, person)?;
    epoch::raise(tx)?;
    Ok(ended)
}

/// A person as the actor of what they do while nobody is signed in; nothing is authorised by it.
pub(crate) fn acting(tx: &mut Tx<'_>, person: PersonId) -> Result<Actor> {
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    Ok(named(person, &known.name))
}

fn named(person: PersonId, name: &str) -> Actor {
    Actor::new(ActorKind::Person(person), name, std::collections::BTreeSet::new(), Sees::Mine)
}

/// Ends a session that turned up in another browser than the one it began in, and tells its owner.
pub(super) fn end_stolen(tx: &mut Tx<'_>, id: SessionId, person: PersonId, device: &Device) -> Result<()> {
    if store::delete(tx, id, person)? {
        epoch::raise(tx)?;
        let actor = named(person, "");
        let facts = json!({"session": id, "address": device.address.to_string(), "device": device.cut(), "reason": "another_browser"});
        events::record(tx, &actor, events::SESSION_ENDED, person, facts)?;
        notices::tell(tx, person, Notice::SessionElsewhere, Some(device))?;
    }
    Ok(())
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
