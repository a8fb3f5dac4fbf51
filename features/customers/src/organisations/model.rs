//! What an organisation is. No I/O.

use std::collections::BTreeMap;

use kernel::{Fault, FieldFault, OrganisationId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{self, DOMAIN_FREE_MAIL};
use crate::{fold, free_mail};

/// Most domains of one organisation.
const MOST_DOMAINS: usize = 100;

/// An organisation with all that is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    #[schema(examples("Nordlicht Fahrräder"))]
    pub name: String,
    /// Mail domains by which its people are recognised.
    #[schema(example = json!(["nordlicht.example"]))]
    pub domains: Vec<String>,
    /// Values of the defined attributes.
    #[schema(value_type = Object, example = json!({"contract": "gold"}))]
    pub attributes: BTreeMap<String, Value>,
    /// How many contacts belong to it.
    #[schema(examples(12))]
    pub contact_count: i64,
    /// When it was first known.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Hand this back with a change.
    pub version: i64,
}

/// An organisation to be.
#[derive(Debug, Clone, Default)]
pub struct NewOrganisation {
    /// Its name.
    pub name: String,
    /// Its mail domains.
    pub domains: Vec<String>,
    /// Values of the defined attributes.
    pub attributes: BTreeMap<String, Value>,
}

/// What to change in an organisation.
#[derive(Debug, Clone, Default)]
pub struct OrganisationChange {
    /// The version that was seen.
    pub version: i64,
    /// Another name.
    pub name: Option<String>,
    /// All its mail domains from now on.
    pub domains: Option<Vec<String>>,
    /// Attributes to set, or to clear with null.
    pub attributes: BTreeMap<String, Value>,
}

/// A name of one line that is not empty.
pub(crate) fn check_name(name: &str) -> Result<String> {
    let name = fold::one_line(name, 200);
    if name.is_empty() { Err(Fault::wrong_field("name", error::ORGANISATION_UNNAMED)) } else { Ok(name) }
}

/// Domains in their one way of writing, sorted, without doubles.
pub(crate) fn check_domains(domains: &[String]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut checked = Vec::new();
    for (place, given) in domains.iter().enumerate() {
        let pointer = format!("domains/{place}");
        match domain(given) {
            None => faults.push(FieldFault::saying(pointer, error::DOMAIN_INVALID.said([("domain", given)]))),
            Some(domain) if free_mail::is_free_mail(&domain) => {
                faults.push(FieldFault::new(pointer, DOMAIN_FREE_MAIL.code, DOMAIN_FREE_MAIL.sentence));
            }
            Some(domain) => checked.push(domain),
        }
    }
    if domains.len() > MOST_DOMAINS {
        faults.push(FieldFault::saying("domains", error::DOMAINS_MANY));
    }
    Fault::check_fields(faults)?;
    checked.sort();
    checked.dedup();
    Ok(checked)
}

fn domain(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches('@').trim_end_matches('.');
    let domain = idna::domain_to_ascii_strict(bare).ok()?;
    let fits =
        domain.contains('.') && domain.len() <= 253 && domain.split('.').all(|label| (1..=63).contains(&label.len()));
    fits.then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains(given: &[&str]) -> Result<Vec<String>> {
        check_domains(&given.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn domains_are_written_one_way() {
        assert_eq!(
            domains(&["@B.example.", "bücher.example", "b.EXAMPLE"]).expect("domains"),
            ["b.example", "xn--bcher-kva.example"]
        );
    }

    #[test]
    fn free_mail_and_nonsense_are_refused_at_their_place() {
        let fault = domains(&["fine.example", "Gmail.com", "no domain", "localhost"]).expect_err("refused");
        let told: Vec<(&str, &str)> =
            fault.fields.iter().map(|field| (field.pointer.as_str(), field.code.as_str())).collect();
        assert_eq!(
            told,
            [
                ("domains/1", "customers.domain_free_mail"),
                ("domains/2", "customers.domain_invalid"),
                ("domains/3", "customers.domain_invalid")
            ]
        );
    }

    #[test]
    fn a_name_is_needed() {
        assert_eq!(check_name(" \n ").expect_err("refused").fields[0].pointer, "name");
        assert_eq!(check_name(" Nord\tlicht ").expect("a name"), "Nord licht");
    }
}
