//! Changing one's own preferences and password.

use db::Tx;
use kernel::{Actor, Fault, Result};
use serde_json::json;

use crate::fields::{self, Fields, fold};
use crate::notices::{self, Notice};
use crate::passwords::PasswordHash;
use crate::people::{self, Person};
use crate::secret::SecretHash;
use crate::sessions::{self, SessionId};
use crate::{epoch, error, events, password_resets};

/// A change of one's own preferences.
#[derive(Debug, Clone, Default)]
pub struct MeChange {
    /// Another name.
    pub name: Option<String>,
    /// Another language.
    pub language: Option<String>,
    /// Another time zone.
    pub time_zone: Option<String>,
    /// Another signature, as HTML.
    pub signature_html: Option<String>,
    /// The version that was seen.
    pub version: i64,
}

/// Changes one's own preferences; everybody may.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, change: &MeChange) -> Result<()> {
    let id = actor.require_person()?;
    let before = people::store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let mut checked = Fields::default();
    let name = checked.check_opt("name", change.name.as_deref().map(fields::name));
    let language = checked.check_opt("language", change.language.as_deref().map(fields::language));
    let time_zone = checked.check_opt("time_zone", change.time_zone.as_deref().map(fields::time_zone));
    let signature = checked.check_opt("signature_html", change.signature_html.as_deref().map(fields::signature));
    checked.done()?;
    let after = Person {
        name: name.unwrap_or_else(|| before.name.clone()),
        language: language.unwrap_or_else(|| before.language.clone()),
        time_zone: time_zone.unwrap_or_else(|| before.time_zone.clone()),
        signature_html: signature.unwrap_or_else(|| before.signature_html.clone()),
        version: change.version,
        ..before.clone()
    };
    if !people::store::update(tx, &after, &fold(&after.name))? {
        return Err(error::PERSON_CHANGED.into());
    }
    epoch::raise(tx)?;
    let side =
        |person: &Person| json!({"name": person.name, "language": person.language, "time_zone": person.time_zone});
    let facts = json!({"before": side(&before), "after": side(&after), "signature": before.signature_html != after.signature_html});
    events::record(tx, actor, events::PERSON_CHANGED, id, facts)
}

/// Sets a new password after the present one was compared; ends all other sessions and open reset links. The session that
/// goes on gets another secret, because somebody may have the old one.
pub fn change_password(
    tx: &mut Tx<'_>,
    actor: &Actor,
    compared: &PasswordHash,
    new: &PasswordHash,
    (keep, renewed): (SessionId, &SecretHash),
) -> Result<()> {
    let person = sessions::require_browser(actor)?;
    if people::store::password(tx, person)?.as_ref() != Some(compared) {
        return Err(error::PASSWORD_WRONG.at("current"));
    }
    people::store::set_password(tx, person, new)?;
    sessions::forget_failures(tx, person)?;
    let ended = sessions::end_all(tx, person, Some(keep))?;
    sessions::store::renew(tx, keep, renewed)?;
    password_resets::store::delete_of(tx, person)?;
    notices::tell(tx, person, Notice::PasswordChanged, None)?;
    events::record(tx, actor, events::PASSWORD_CHANGED, person, json!({"sessions_ended": ended}))
}
