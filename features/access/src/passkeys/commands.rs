//! Adding, using and removing passkeys.

use std::time::Duration;

use db::Tx;
use kernel::{Actor, Fault, PersonId, Result};
use serde_json::{Value, json};

use super::PasskeyId;
use super::relying_party::RelyingParty;
use super::store::{self, Kept};
use crate::notices::{self, Notice};
use crate::second_factor::{self, Codes, Need};
use crate::secret::SecretHash;
use crate::sessions::{self, Start};
use crate::vault::Vault;
use crate::{error, events, fields, people};

/// How long a device may take to answer.
const GOOD_FOR: Duration = Duration::from_mins(10);
/// More than anybody has devices.
const MOST: usize = 20;

/// Asks a device of somebody for a new passkey; gives what the browser is handed.
pub(super) fn begin(tx: &mut Tx<'_>, party: &RelyingParty, person: PersonId, ticket: &SecretHash) -> Result<Value> {
    let known: Vec<_> = store::of(tx, person)?.into_iter().map(|kept| kept.passkey).collect();
    if known.len() >= MOST {
        return Err(error::PASSKEYS_MANY.into());
    }
    let who = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    let (options, state) = party.begin(person, (&who.email, &who.name), &known)?;
    let until = tx.now().plus(GOOD_FOR);
    store::remember(tx, ticket, Some(person), &state, until)?;
    Ok(options)
}

/// What a device answered to [`begin`].
pub(super) struct Made {
    pub(super) ticket: SecretHash,
    pub(super) name: String,
    pub(super) credential: Value,
}

/// Keeps the passkey that a device made. Whether the recovery codes are in force now: they are when there were none.
pub(super) fn add(
    tx: &mut Tx<'_>,
    (party, vault): (&RelyingParty, &Vault),
    actor: &Actor,
    made: &Made,
    codes: &Codes,
) -> Result<(Kept, bool)> {
    let person = sessions::require_browser(actor)?;
    let name = fields::name(&made.name).map_err(|spec| spec.at("name"))?;
    let state = store::recall(tx, &made.ticket, Some(person))?.ok_or(error::SIGN_IN_GONE)?;
    let passkey = party.finish(&made.credential, &state)?;
    let (id, created_at) = (tx.id::<PasskeyId>(), tx.now());
    let kept = Kept { id, name, created_at, last_used_at: kernel::Timestamp::NEVER, passkey };
    if !store::insert(tx, person, &kept)? {
        return Err(error::PASSKEY_REFUSED.at("credential"));
    }
    let fresh = second_factor::view(tx, person)?.recovery_codes == 0;
    if fresh {
        second_factor::keep_codes(tx, vault, person, codes)?;
    }
    events::record(tx, actor, events::PASSKEY_ADDED, person, json!({"name": kept.name}))?;
    notices::tell(tx, person, Notice::PasskeyAdded, None)?;
    Ok((kept, fresh))
}

/// Removes a passkey; its owner gave the password. The last second factor stays where one is demanded.
pub(super) fn remove(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, id: PasskeyId) -> Result<()> {
    if !store::delete(tx, id, person)? {
        return Err(Fault::not_found());
    }
    match second_factor::need(tx, person)? {
        Need::Enrol => return Err(error::SECOND_FACTOR_REQUIRED.into()),
        Need::Nothing => second_factor::store::remove_codes(tx, person)?,
        Need::Prove(_) => {}
    }
    events::record(tx, actor, events::PASSKEY_REMOVED, person, json!({}))?;
    notices::tell(tx, person, Notice::PasskeyRemoved, None)
}

/// Asks whichever device is there to sign its owner in.
pub(super) fn ask(tx: &mut Tx<'_>, party: &RelyingParty, ticket: &SecretHash) -> Result<Value> {
    let (options, state) = party.ask()?;
    let until = tx.now().plus(GOOD_FOR);
    store::remember(tx, ticket, None, &state, until)?;
    Ok(options)
}

/// Starts the session of the owner of the passkey that was shown. It is password and code in one.
pub(super) fn enter(
    tx: &mut Tx<'_>,
    party: &RelyingParty,
    (ticket, answer): (&SecretHash, &Value),
    start: &Start,
) -> Result<PersonId> {
    let state = store::recall(tx, ticket, None)?.ok_or(error::SIGN_IN_GONE)?;
    let shown = party.identify(answer)?;
    let found = store::find(tx, shown.person, &shown.credential)?;
    let mut kept = found.ok_or_else(|| error::PASSKEY_REFUSED.at("credential"))?;
    party.check(answer, &state, &mut kept.passkey)?;
    store::used(tx, &kept)?;
    let active = people::store::find(tx, shown.person)?.is_some_and(|person| person.active);
    if !active {
        return Err(error::PASSKEY_REFUSED.at("credential"));
    }
    sessions::start(tx, shown.person, start)?;
    Ok(shown.person)
}
