//! What a contact is, and what a change makes of it. No I/O.

use std::collections::BTreeMap;

use kernel::{ContactId, Fault, FieldFault, OrganisationId, Patch, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::identity::{Identity, NewIdentity};
use crate::error;
use crate::fold;

/// Longest name, in characters.
pub(crate) const LONGEST_NAME: usize = 200;

/// How much a contact matters to the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Everybody.
    #[default]
    Standard,
    /// Comes before the others.
    Priority,
    /// Looked after in person.
    Vip,
}

impl Tier {
    /// As stored and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Priority => "priority",
            Self::Vip => "vip",
        }
    }

    pub(crate) fn from_stored(text: &str) -> kernel::Result<Self> {
        match text {
            "standard" => Ok(Self::Standard),
            "priority" => Ok(Self::Priority),
            "vip" => Ok(Self::Vip),
            other => Err(Fault::internal(format!("«{other}» is no tier"))),
        }
    }
}

/// An organisation in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrganisationRef {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    #[schema(examples("Nordlicht Fahrräder"))]
    pub name: String,
}

/// A contact with all that is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The name; empty when only an address is known.
    #[schema(examples("Anna Schmidt"))]
    pub name: String,
    /// The first mail address, or the first identity when there is none.
    #[schema(examples("anna.schmidt@example.com"))]
    pub address: String,
    /// The ways it is known by, oldest first.
    pub identities: Vec<Identity>,
    /// The organisation it belongs to.
    pub organisation: Option<OrganisationRef>,
    /// The language it is written to in, as in `de` or `pt-BR`.
    #[schema(examples("de"))]
    pub language: Option<String>,
    /// The time zone it lives in, by its IANA name.
    #[schema(examples("Europe/Berlin"))]
    pub time_zone: Option<String>,
    /// How much it matters.
    pub tier: Tier,
    /// Values of the defined attributes.
    #[schema(value_type = Object, example = json!({"customer_number": "K-1042"}))]
    pub attributes: BTreeMap<String, Value>,
    /// When it was first known.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it last wrote to us.
    pub last_contact_at: Option<Timestamp>,
    /// Hand this back with a change.
    pub version: i64,
}

/// A contact to be.
#[derive(Debug, Clone, Default)]
pub struct NewContact {
    /// The name.
    pub name: Option<String>,
    /// The ways it is known by; at least one.
    pub identities: Vec<NewIdentity>,
    /// The organisation; found by mail domain when absent.
    pub organisation_id: Option<OrganisationId>,
    /// The language.
    pub language: Option<String>,
    /// The time zone.
    pub time_zone: Option<String>,
    /// How much it matters.
    pub tier: Tier,
    /// Values of the defined attributes.
    pub attributes: BTreeMap<String, Value>,
}

/// What to change in a contact.
#[derive(Debug, Clone, Default)]
pub struct ContactChange {
    /// The version that was seen.
    pub version: i64,
    /// Another name.
    pub name: Option<String>,
    /// Another organisation, or none.
    pub organisation_id: Patch<OrganisationId>,
    /// Another language, or none.
    pub language: Patch<String>,
    /// Another time zone, or none.
    pub time_zone: Patch<String>,
    /// Another tier.
    pub tier: Option<Tier>,
    /// Attributes to set, or to clear with null.
    pub attributes: BTreeMap<String, Value>,
}

/// The columns of a contact that a person may change, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) time_zone: String,
    pub(crate) tier: Tier,
}

impl Profile {
    /// Checks the fields of a new contact.
    pub(crate) fn of_new(new: &NewContact) -> kernel::Result<Self> {
        let mut faults = Vec::new();
        let profile = Self {
            name: fold::one_line(new.name.as_deref().unwrap_or_default(), LONGEST_NAME),
            language: new.language.as_deref().map(|text| language(text, &mut faults)).unwrap_or_default(),
            time_zone: new.time_zone.as_deref().map(|text| time_zone(text, &mut faults)).unwrap_or_default(),
            tier: new.tier,
        };
        if new.identities.is_empty() {
            faults.push(FieldFault::saying("identities", error::IDENTITIES_MISSING));
        }
        Fault::check_fields(faults)?;
        Ok(profile)
    }

    /// What a change makes of a contact, with the names of the fields that differ.
    pub(crate) fn of_change(before: &Contact, change: &ContactChange) -> kernel::Result<(Self, Vec<&'static str>)> {
        let mut faults = Vec::new();
        let old_language = before.language.clone().unwrap_or_default();
        let old_zone = before.time_zone.clone().unwrap_or_default();
        let profile = Self {
            name: change.name.as_deref().map_or_else(|| before.name.clone(), |name| fold::one_line(name, LONGEST_NAME)),
            language: patched(&change.language, old_language.clone(), |text| language(text, &mut faults)),
            time_zone: patched(&change.time_zone, old_zone.clone(), |text| time_zone(text, &mut faults)),
            tier: change.tier.unwrap_or(before.tier),
        };
        Fault::check_fields(faults)?;
        let differs = [
            ("name", profile.name != before.name),
            ("language", profile.language != old_language),
            ("time_zone", profile.time_zone != old_zone),
            ("tier", profile.tier != before.tier),
        ];
        let fields = differs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect();
        Ok((profile, fields))
    }
}

fn patched(patch: &Patch<String>, before: String, check: impl FnOnce(&str) -> String) -> String {
    match patch {
        Patch::Keep => before,
        Patch::Clear => String::new(),
        Patch::Set(text) => check(text),
    }
}

/// A language tag of BCP 47 in its usual letter case: a language, perhaps a script and a region.
fn language(text: &str, faults: &mut Vec<FieldFault>) -> String {
    let mut parts = text.trim().split(['-', '_']);
    let is_letters = |part: &str| part.chars().all(|c| c.is_ascii_alphabetic());
    let mut tag = parts.next().unwrap_or_default().to_ascii_lowercase();
    let mut fits = (2..=3).contains(&tag.len()) && is_letters(&tag);
    for part in parts {
        tag.push('-');
        match part.len() {
            4 if is_letters(part) => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            2 if is_letters(part) => tag.push_str(&part.to_ascii_uppercase()),
            3 if part.chars().all(|c| c.is_ascii_digit()) => tag.push_str(part),
            _ => fits = false,
        }
    }
    if !fits {
        faults.push(FieldFault::saying("language", error::LANGUAGE_INVALID));
    }
    tag
}

/// The name of a time zone as the IANA writes it.
fn time_zone(text: &str, faults: &mut Vec<FieldFault>) -> String {
    let found = jiff::tz::TimeZone::get(text.trim()).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    found.unwrap_or_else(|| {
        faults.push(FieldFault::saying("time_zone", error::TIME_ZONE_UNKNOWN));
        String::new()
    })
}

/// The name a mail gives to its sender, when it tells more than the address does.
pub(crate) fn name_from_mail(name: &str, address: &str) -> String {
    let name = fold::one_line(name, LONGEST_NAME);
    let bare = name.trim_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
    let says_more = !bare.is_empty() && !bare.eq_ignore_ascii_case(address) && !bare.contains('@');
    if says_more { bare.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_written_as_in_bcp_47() {
        for (text, tag) in [("DE", "de"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")] {
            let mut faults = Vec::new();
            assert_eq!(language(text, &mut faults), tag);
            assert!(faults.is_empty());
        }
        for text in ["", "d", "german", "de-", "de-DEU", "d3", "ü-DE"] {
            let mut faults = Vec::new();
            language(text, &mut faults);
            assert_eq!(faults.len(), 1, "{text}");
        }
    }

    #[test]
    fn time_zones_are_checked_and_written_as_the_iana_does() {
        let mut faults = Vec::new();
        assert_eq!(time_zone("europe/berlin", &mut faults), "Europe/Berlin");
        assert!(faults.is_empty());
        time_zone("Middle/Earth", &mut faults);
        assert_eq!(faults[0].pointer, "time_zone");
    }

    #[test]
    fn a_name_from_mail_must_say_more_than_the_address() {
        let table = [
            ("\"Anna Schmidt\"", "Anna Schmidt"),
            (" Anna \t Schmidt ", "Anna Schmidt"),
            ("anna@example.com", ""),
            ("ANNA@EXAMPLE.COM", ""),
            ("''", ""),
        ];
        for (name, kept) in table {
            assert_eq!(name_from_mail(name, "anna@example.com"), kept);
        }
    }

    #[test]
    fn a_new_contact_without_identity_is_refused_at_the_field() {
        let fault =
            Profile::of_new(&NewContact { language: Some("x".into()), ..NewContact::default() }).expect_err("refused");
        let pointers: Vec<&str> = fault.fields.iter().map(|field| field.pointer.as_str()).collect();
        assert_eq!(pointers, ["language", "identities"]);
    }
}
