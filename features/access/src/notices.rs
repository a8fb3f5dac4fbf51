//! Mails that tell somebody what happened to their account, so that they notice when it was not them.
//!
//! They are sent by a job: the answer to a stranger takes as long whether or not there is such a person.

use db::Tx;
use jobs::NewJob;
use kernel::{Fault, PersonId, Result, Timestamp};
use serde::{Deserialize, Serialize};

use crate::company::{self, store::Company};
use crate::people::{self, Person};
use crate::post::{Letter, Post};
use crate::sessions::{Device, family};

/// The kind of job that sends a notice.
pub(crate) const SEND: &str = "access.send_notice";

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Notice {
    AccountLocked,
    NewDevice,
    SessionElsewhere,
    PasswordChanged,
    SecondFactorAdded,
    SecondFactorRemoved,
    SecondFactorReset,
    RecoveryCodeUsed,
    RecoveryCodesRenewed,
    PasskeyAdded,
    PasskeyRemoved,
    AccountConnected,
}

/// Whom a notice goes to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum To {
    Person(PersonId),
    /// Whoever has this address, folded; nobody may.
    Email(String),
}

/// What the job needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Wanted {
    to: To,
    notice: Notice,
    at: Timestamp,
    /// Browser and address, where they matter.
    place: Option<String>,
}

fn place(device: &Device) -> String {
    let address = device.address.to_canonical();
    family(&device.name).map_or_else(|| address.to_string(), |browser| format!("{browser}, {address}"))
}

fn enqueue(tx: &mut Tx<'_>, to: To, notice: Notice, device: Option<&Device>) -> Result<()> {
    let wanted = Wanted { to, notice, at: tx.now(), place: device.map(place) };
    jobs::enqueue(tx, NewJob::now(SEND, wanted))
}

/// Tells a person what happened, once this unit of work is committed.
pub(crate) fn tell(tx: &mut Tx<'_>, person: PersonId, notice: Notice, device: Option<&Device>) -> Result<()> {
    enqueue(tx, To::Person(person), notice, device)
}

/// Tells whoever has this address, if anybody has.
pub(crate) fn tell_address(tx: &mut Tx<'_>, folded: &str, notice: Notice, device: &Device) -> Result<()> {
    enqueue(tx, To::Email(folded.to_owned()), notice, Some(device))
}

/// A person and the house they work for, as our letters address them.
pub(crate) fn addressee(tx: &mut Tx<'_>, person: PersonId) -> Result<(Person, Company)> {
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    Ok((known, company::store::find(tx)?.ok_or_else(Fault::not_found)?))
}

/// Sends a notice; nothing when there is nobody to tell.
pub(crate) fn send(tx: &mut Tx<'_>, wanted: &Wanted, post: &dyn Post) -> Result<()> {
    let person = match &wanted.to {
        To::Person(id) => Some(*id),
        To::Email(folded) => people::store::by_email(tx, folded)?.map(|(id, ..)| id),
    };
    let Some(person) = person else { return Ok(()) };
    let (person, company) = addressee(tx, person)?;
    if person.active {
        post.post(tx, &letter(wanted, &person, &company.name)?)?;
    }
    Ok(())
}

fn letter(wanted: &Wanted, person: &Person, company: &str) -> Result<Letter> {
    let german = person.language == "de";
    let (subject, what) = words(wanted.notice, german);
    let zone = jiff::tz::TimeZone::get(&person.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = jiff::Timestamp::from_microsecond(wanted.at.micros()).map_err(Fault::internal)?.to_zoned(zone);
    let (at, place) = (at.strftime("%Y-%m-%d %H:%M %Z"), wanted.place.as_deref());
    let name = &person.name;
    let text = if german {
        let place = place.map(|place| format!("Woher: {place}\n")).unwrap_or_default();
        format!(
            "Hallo {name},\n\n{what}\n\nWann: {at}\n{place}\nWarst du das, ist nichts zu tun. Wenn nicht: Ändere sofort dein Passwort, \
             beende in deinem Profil fremde Sitzungen und sprich mit eurer Administration.\n"
        )
    } else {
        let place = place.map(|place| format!("Where: {place}\n")).unwrap_or_default();
        format!(
            "Hello {name},\n\n{what}\n\nWhen: {at}\n{place}\nIf this was you, there is nothing to do. If not: change your password at once, \
             end the sessions you do not know in your profile, and talk to your administrator.\n"
        )
    };
    Ok(Letter {
        to: person.email.clone(),
        name: name.clone(),
        subject: format!("{subject} (Quarterdeck, {company})"),
        text,
    })
}

/// Subject and sentence.
fn words(notice: Notice, german: bool) -> (&'static str, &'static str) {
    if german { in_german(notice) } else { in_english(notice) }
}

fn in_german(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::AccountLocked => (
            "Fehlgeschlagene Anmeldungen",
            "An deinem Konto wurde mehrmals vergeblich eine Anmeldung versucht. Fremde Browser müssen nun für eine Weile warten; in deinen bekannten kannst du dich weiter anmelden.",
        ),
        Notice::NewDevice => (
            "Anmeldung in einem neuen Browser",
            "Dein Konto wurde in einem Browser angemeldet, in dem du noch nie warst.",
        ),
        Notice::SessionElsewhere => (
            "Eine Sitzung wurde beendet",
            "Eine deiner Sitzungen tauchte in einem anderen Browser auf als dem, in dem sie begann. Sie wurde beendet.",
        ),
        Notice::PasswordChanged => ("Neues Passwort", "Das Passwort deines Kontos wurde geändert."),
        Notice::SecondFactorAdded => {
            ("Zweiter Faktor eingeschaltet", "Für dein Konto wurde ein zweiter Faktor eingerichtet.")
        }
        Notice::SecondFactorRemoved => {
            ("Zweiter Faktor ausgeschaltet", "Für dein Konto wurde ein zweiter Faktor entfernt.")
        }
        Notice::SecondFactorReset => (
            "Zweiter Faktor zurückgesetzt",
            "Eure Administration hat deinen zweiten Faktor zurückgesetzt. Richte ihn nach der nächsten Anmeldung neu ein.",
        ),
        Notice::RecoveryCodeUsed => (
            "Wiederherstellungscode benutzt",
            "Für die Anmeldung wurde ein Wiederherstellungscode benutzt. Er gilt nicht mehr.",
        ),
        Notice::RecoveryCodesRenewed => (
            "Neue Wiederherstellungscodes",
            "Für dein Konto wurden neue Wiederherstellungscodes gemacht. Die alten gelten nicht mehr.",
        ),
        Notice::PasskeyAdded => {
            ("Neuer Passkey", "Zu deinem Konto kam ein Passkey hinzu. Mit ihm kann man sich ohne Passwort anmelden.")
        }
        Notice::PasskeyRemoved => ("Passkey entfernt", "Von deinem Konto wurde ein Passkey entfernt."),
        Notice::AccountConnected => (
            "Firmenkonto verbunden",
            "Dein Konto ist nun mit dem Konto verbunden, das dieselbe Mailadresse bei eurem Anmeldedienst hat. Mit ihm kann man sich anmelden.",
        ),
    }
}

fn in_english(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::AccountLocked => (
            "Failed sign-ins",
            "Somebody tried several times in vain to sign in to your account. Strange browsers have to wait for a while now; in those you used before you can sign in as always.",
        ),
        Notice::NewDevice => {
            ("Sign-in in a new browser", "Your account was signed in to in a browser that you never used before.")
        }
        Notice::SessionElsewhere => (
            "A session was ended",
            "One of your sessions turned up in another browser than the one it began in. It was ended.",
        ),
        Notice::PasswordChanged => ("New password", "The password of your account was changed."),
        Notice::SecondFactorAdded => ("Second factor switched on", "A second factor was set up for your account."),
        Notice::SecondFactorRemoved => ("Second factor switched off", "A second factor was removed from your account."),
        Notice::SecondFactorReset => (
            "Second factor reset",
            "Your administrator reset your second factor. Set it up again after you sign in next.",
        ),
        Notice::RecoveryCodeUsed => {
            ("Recovery code used", "A recovery code was used to sign in. It is useless from now on.")
        }
        Notice::RecoveryCodesRenewed => (
            "New recovery codes",
            "New recovery codes were made for your account. The old ones are useless from now on.",
        ),
        Notice::PasskeyAdded => ("New passkey", "A passkey was added to your account. It signs in without a password."),
        Notice::PasskeyRemoved => ("Passkey removed", "A passkey was removed from your account."),
        Notice::AccountConnected => (
            "Company account connected",
            "Your account is now connected with the account that has the same mail address at your company's sign-on service. It can be used to sign in.",
        ),
    }
}
