//! From the right password to the session.

use std::time::Duration;

use db::Tx;
use kernel::{PersonId, Result, Timestamp};

use super::store::{self, Ticket};
use crate::second_factor::{self, Codes, Need, Proof, Way};
use crate::secret::SecretHash;
use crate::sessions::{self, Start};
use crate::vault::Vault;
use crate::{error, security};

/// How long the second step may take.
const GOOD_FOR: Duration = Duration::from_mins(10);

/// What became of somebody with the right password.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    /// They are in.
    In,
    /// They have to take a second step before this instant. Without a way they have to set a second factor up.
    Second(Vec<Way>, Timestamp),
}

/// Starts the session of somebody whose password was right, or the second step to it.
pub(crate) fn enter(tx: &mut Tx<'_>, person: PersonId, start: &Start) -> Result<Entry> {
    let ways = match second_factor::need(tx, person)? {
        Need::Nothing => {
            sessions::start(tx, person, start)?;
            return Ok(Entry::In);
        }
        Need::Prove(ways) => ways,
        Need::Enrol => Vec::new(),
    };
    security::admit(tx, person, start.provider)?;
    let expires_at = tx.now().plus(GOOD_FOR);
    store::insert(tx, (person, start.provider), &start.secret.hash(), expires_at)?;
    Ok(Entry::Second(ways, expires_at))
}

/// Counts a try at the second step, before it is compared.
pub(super) fn begin(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Ticket> {
    let ticket = store::count_try(tx, secret)?.ok_or(error::SIGN_IN_GONE)?;
    second_factor::count_guess(tx, ticket.person)?;
    Ok(ticket)
}

/// Whose ticket it is.
pub(super) fn open(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Ticket> {
    store::find(tx, secret)?.ok_or_else(|| error::SIGN_IN_GONE.into())
}

/// The second step was right: the session starts. The ticket works once.
pub(super) fn finish(tx: &mut Tx<'_>, vault: &Vault, ticket: &Ticket, proof: &Proof, start: &Start) -> Result<()> {
    if !store::delete(tx, ticket.id)? {
        return Err(error::SIGN_IN_GONE.into());
    }
    if !second_factor::prove(tx, vault, ticket.person, proof)? {
        return Err(wrong(proof, ticket));
    }
    let start = Start { provider: ticket.provider, ..start.clone() };
    sessions::start(tx, ticket.person, &start).map(drop)
}

fn wrong(proof: &Proof, ticket: &Ticket) -> kernel::Fault {
    if ticket.tries >= store::TRIES {
        return error::SIGN_IN_GONE.into();
    }
    error::CODE_WRONG.at(match proof {
        Proof::Code(_) => "code",
        Proof::RecoveryCode(_) => "recovery_code",
    })
}

/// A second factor was demanded and is set up now: the session starts.
pub(super) fn finish_enrolment(
    tx: &mut Tx<'_>,
    vault: &Vault,
    ticket: &Ticket,
    (code, codes): (&str, &Codes),
    start: &Start,
) -> Result<()> {
    if !store::delete(tx, ticket.id)? {
        return Err(error::SIGN_IN_GONE.into());
    }
    second_factor::confirm(tx, vault, ticket.person, code, codes)?;
    let start = Start { provider: ticket.provider, ..start.clone() };
    sessions::start(tx, ticket.person, &start).map(drop)
}
