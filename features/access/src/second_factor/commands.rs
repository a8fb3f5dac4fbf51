//! Setting a second factor up, proving it, taking it away.

use db::Tx;
use kernel::{Actor, Fault, PersonId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::model::{Codes, TotpSecret, plain};
use super::store;
use crate::notices::{self, Notice};
use crate::permissions::{MANAGE_PEOPLE, Registry};
use crate::sessions::throttle::{self, Limit};
use crate::vault::Vault;
use crate::{error, events, passkeys, people, roles, security, sessions};

/// By what a second step can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// A code of the authenticator app.
    Code,
    /// A passkey.
    Passkey,
    /// One of the recovery codes.
    RecoveryCode,
}

/// What somebody with the right password still has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need {
    Nothing,
    /// Show one of these.
    Prove(Vec<Way>),
    /// Set a second factor up first, because the house demands one.
    Enrol,
}

/// What is shown as second factor.
#[derive(Clone)]
pub(crate) enum Proof {
    Code(String),
    RecoveryCode(String),
}

/// What somebody has set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) totp_since: Option<Timestamp>,
    pub(crate) recovery_codes: i64,
    pub(crate) passkeys: i64,
    pub(crate) required: bool,
}

pub(crate) fn view(tx: &mut Tx<'_>, person: PersonId) -> Result<View> {
    let totp = store::find(tx, person)?.map(|totp| totp.confirmed_at).filter(|at| *at != Timestamp::NEVER);
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    Ok(View {
        totp_since: totp,
        recovery_codes: store::count_codes(tx, person)?,
        passkeys: passkeys::store::count(tx, person)?,
        required: security::demands(tx, known.role)?,
    })
}

/// What a person still has to do after the password was right.
pub(crate) fn need(tx: &mut Tx<'_>, person: PersonId) -> Result<Need> {
    let view = view(tx, person)?;
    let mut ways = Vec::new();
    if view.totp_since.is_some() {
        ways.push(Way::Code);
    }
    if view.passkeys > 0 {
        ways.push(Way::Passkey);
    }
    if !ways.is_empty() && view.recovery_codes > 0 {
        ways.push(Way::RecoveryCode);
    }
    Ok(match (ways.is_empty(), view.required) {
        (false, _) => Need::Prove(ways),
        (true, true) => Need::Enrol,
        (true, false) => Need::Nothing,
    })
}

/// The subject under which guesses of codes are counted.
pub(crate) fn subject(person: PersonId) -> String {
    format!("second:{person}")
}

fn place(person: PersonId) -> String {
    format!("totp/{person}")
}

/// Keeps a secret that counts once [`confirm`] was given one of its codes.
pub(crate) fn begin(tx: &mut Tx<'_>, vault: &Vault, person: PersonId, secret: &TotpSecret) -> Result<()> {
    if view(tx, person)?.totp_since.is_some() {
        return Err(error::SECOND_FACTOR_ON.into());
    }
    let sealed = vault.seal(secret.bytes(), &place(person))?;
    store::begin(tx, person, &sealed)
}

/// Switches the app on: its code is right, so the person can make such codes. Gives new recovery codes.
pub(crate) fn confirm(tx: &mut Tx<'_>, vault: &Vault, person: PersonId, code: &str, codes: &Codes) -> Result<()> {
    let totp = store::find(tx, person)?.ok_or(error::SECOND_FACTOR_OFF)?;
    if totp.confirmed_at != Timestamp::NEVER {
        return Err(error::SECOND_FACTOR_ON.into());
    }
    if !take_code(tx, vault, person, &totp.sealed, code)? || !store::confirm(tx, person)? {
        return Err(error::CODE_WRONG.at("code"));
    }
    keep_codes(tx, vault, person, codes)?;
    throttle::forget(tx, &subject(person))?;
    let actor = sessions::acting(tx, person)?;
    events::record(tx, &actor, events::SECOND_FACTOR_ADDED, person, json!({"kind": "totp"}))?;
    notices::tell(tx, person, Notice::SecondFactorAdded, None)
}

/// Puts recovery codes in place of those there are.
pub(crate) fn keep_codes(tx: &mut Tx<'_>, vault: &Vault, person: PersonId, codes: &Codes) -> Result<()> {
    let marks: Vec<String> = codes.0.iter().map(|code| vault.mark(&plain(person, code))).collect();
    store::set_codes(tx, person, &marks)
}

fn take_code(tx: &mut Tx<'_>, vault: &Vault, person: PersonId, sealed: &[u8], code: &str) -> Result<bool> {
    let secret = TotpSecret::from_bytes(vault.open(sealed, &place(person))?);
    let Some(step) = secret.step_of(code, tx.now()) else { return Ok(false) };
    store::take_step(tx, person, step)
}

/// Whether what is shown proves the person; it proves nobody a second time.
pub(crate) fn prove(tx: &mut Tx<'_>, vault: &Vault, person: PersonId, proof: &Proof) -> Result<bool> {
    let totp = store::find(tx, person)?.filter(|totp| totp.confirmed_at != Timestamp::NEVER);
    match (proof, totp) {
        (Proof::Code(code), Some(totp)) => take_code(tx, vault, person, &totp.sealed, code),
        (Proof::Code(_), None) => Ok(false),
        (Proof::RecoveryCode(code), _) => {
            let used = store::use_code(tx, person, &vault.mark(&plain(person, code)))?;
            if used {
                let left = store::count_codes(tx, person)?;
                let actor = sessions::acting(tx, person)?;
                events::record(tx, &actor, events::RECOVERY_CODE_USED, person, json!({"left": left}))?;
                notices::tell(tx, person, Notice::RecoveryCodeUsed, None)?;
            }
            Ok(used)
        }
    }
}

/// Counts a guess at a code before it is compared.
pub(crate) fn count_guess(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    throttle::count(tx, &subject(person), Limit::ACCOUNT).map(drop)
}

/// Switches the app off; its owner gave the password.
pub(crate) fn remove_totp(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<()> {
    let before = view(tx, person)?;
    if before.totp_since.is_none() {
        return Err(error::SECOND_FACTOR_OFF.into());
    }
    if before.required && before.passkeys == 0 {
        return Err(error::SECOND_FACTOR_REQUIRED.into());
    }
    store::remove(tx, person)?;
    if before.passkeys == 0 {
        store::remove_codes(tx, person)?;
    }
    events::record(tx, actor, events::SECOND_FACTOR_REMOVED, person, json!({"kind": "totp"}))?;
    notices::tell(tx, person, Notice::SecondFactorRemoved, None)
}

/// Puts new recovery codes in place of the old ones; their owner gave the password.
pub(crate) fn renew_codes(
    tx: &mut Tx<'_>,
    vault: &Vault,
    actor: &Actor,
    person: PersonId,
    codes: &Codes,
) -> Result<()> {
    if matches!(need(tx, person)?, Need::Nothing | Need::Enrol) {
        return Err(error::SECOND_FACTOR_OFF.into());
    }
    keep_codes(tx, vault, person, codes)?;
    events::record(tx, actor, events::RECOVERY_CODES_RENEWED, person, json!({}))?;
    notices::tell(tx, person, Notice::RecoveryCodesRenewed, None)
}

/// Takes every second factor of a colleague away, who lost it. All their sessions end.
pub(crate) fn reset(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, person: PersonId) -> Result<()> {
    actor.require(MANAGE_PEOPLE)?;
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    let role = roles::store::find(tx, known.role)?.ok_or_else(Fault::not_found)?;
    role.check_giver(actor, registry)?;
    store::remove(tx, person)?;
    store::remove_codes(tx, person)?;
    passkeys::store::delete_of(tx, person)?;
    throttle::forget(tx, &subject(person))?;
    let ended = sessions::end_all(tx, person, None)?;
    events::record(tx, actor, events::SECOND_FACTOR_RESET, person, json!({"sessions_ended": ended}))?;
    notices::tell(tx, person, Notice::SecondFactorReset, None)
}
