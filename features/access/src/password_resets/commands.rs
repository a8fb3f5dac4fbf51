//! Asking for a new password, sending the link, choosing the password.
//!
//! Asking only enqueues a job, whoever asks: so neither the answer nor its time tells whether there is such a person.

use std::net::IpAddr;
use std::time::Duration;

use db::Tx;
use kernel::{Actor, ActorKind, Fault, PersonId, Result, Sees};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store;
use crate::fields::fold;
use crate::notices::{self, Notice};
use crate::passwords::PasswordHash;
use crate::post::{Post, Words};
use crate::secret::{Secret, SecretHash};
use crate::sessions::throttle::{self, Limit};
use crate::{company, error, events, people, sessions};

/// The kind of job that sends a link.
pub(crate) const SEND: &str = "access.send_password_reset";
/// How long a link is good.
const GOOD_FOR: Duration = Duration::from_hours(1);

/// What the job needs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Wanted {
    /// The address that asked, folded.
    pub(crate) email: String,
}

/// Notes that somebody wants a new password.
pub fn request(tx: &mut Tx<'_>, email: &str, address: IpAddr, per_minute: u32) -> Result<()> {
    sessions::begin_anonymous(tx, address, per_minute)?;
    let email = fold(email);
    jobs::enqueue(tx, jobs::NewJob::now(SEND, Wanted { email: email.clone() }).once_for(email))
}

/// Sends the link, if there is such a person and they were not written to too often.
pub fn send(tx: &mut Tx<'_>, email: &str, secret: &Secret, link: &str, post: &dyn Post) -> Result<()> {
    let Some((id, true, _)) = people::store::by_email(tx, email)? else { return Ok(()) };
    match throttle::count(tx, &format!("reset:{email}"), Limit::RESET) {
        Err(fault) if fault.is(error::TOO_MANY_ATTEMPTS) => return Ok(()),
        counted => drop(counted?),
    }
    let person = people::store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let company = company::store::find(tx)?.ok_or_else(Fault::not_found)?;
    let expires_at = tx.now().plus(GOOD_FOR);
    store::keep(tx, id, &secret.hash(), expires_at)?;
    let words =
        Words { language: &person.language, company: &company.name, name: &person.name, to: &person.email, link };
    let posted = post.post(tx, &words.password_reset())?;
    let facts = json!({"mail": format!("{posted:?}"), "expires_at": expires_at});
    events::record(tx, &Actor::system(), events::RESET_REQUESTED, id, facts)
}

/// Whose link it is, and their address; for the check of the new password before it is hashed.
pub(super) fn open_link(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<(PersonId, String)> {
    store::by_secret(tx, secret)?.ok_or_else(|| error::RESET_GONE.into())
}

/// Sets the new password. The link works once; all sessions of the person end.
pub fn redeem(tx: &mut Tx<'_>, secret: &SecretHash, password: &PasswordHash) -> Result<PersonId> {
    let (id, _) = open_link(tx, secret)?;
    if !store::delete_of(tx, id)? {
        return Err(error::RESET_GONE.into());
    }
    people::store::set_password(tx, id, password)?;
    sessions::forget_failures(tx, id)?;
    let ended = sessions::end_all(tx, id, None)?;
    notices::tell(tx, id, Notice::PasswordChanged, None)?;
    let person = people::store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let actor = Actor::new(ActorKind::Person(id), &person.name, std::collections::BTreeSet::new(), Sees::Mine);
    events::record(tx, &actor, events::RESET_REDEEMED, id, json!({"sessions_ended": ended}))?;
    Ok(id)
}
