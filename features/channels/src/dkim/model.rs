//! A key pair, its record in the DNS, and whether that record is right. No I/O.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

db::typed_id!(
    /// A pair of keys.
    DkimKeyId, "dkim");

/// How is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// RSA with 2048 bits: understood everywhere.
    Rsa,
    /// Ed25519: short, and not understood everywhere yet (RFC 8463); beside an RSA key.
    Ed25519,
}

impl Algorithm {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        if code == "ed25519" { Self::Ed25519 } else { Self::Rsa }
    }
}

/// What a key is for at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Its record is to be published; nothing is signed with it yet.
    Next,
    /// Mail is signed with it.
    Active,
    /// Nothing is signed with it any more; its record stays until the last mail signed with it has arrived.
    Retired,
}

impl KeyState {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        [Self::Next, Self::Active].into_iter().find(|state| state.code() == code).unwrap_or(Self::Retired)
    }
}

/// A pair of keys.
#[derive(Clone, PartialEq, Eq)]
pub struct DkimKey {
    /// Its id.
    pub id: DkimKeyId,
    /// The domain it signs for.
    pub domain: String,
    /// The name of its record.
    pub selector: String,
    /// How is signed.
    pub algorithm: Algorithm,
    /// Sealed.
    pub private_key: Vec<u8>,
    /// Base64, as it stands in the record.
    pub public_key: String,
    /// What it is for.
    pub state: KeyState,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its record was last found right.
    pub found_at: Timestamp,
}

impl std::fmt::Debug for DkimKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DkimKey")
            .field("domain", &self.domain)
            .field("selector", &self.selector)
            .finish_non_exhaustive()
    }
}

impl DkimKey {
    /// The name of its TXT record.
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// What its TXT record says.
    pub fn record_value(&self) -> String {
        format!("v=DKIM1; k={}; p={}", self.algorithm.code(), self.public_key)
    }

    /// The place its private half is sealed for.
    pub fn secret_place(id: DkimKeyId) -> String {
        format!("{id}/dkim")
    }
}

/// What the DNS says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The record is there and right.
    Right,
    /// There is no such record.
    Missing,
    /// There is a record with another key.
    Other,
    /// The name servers do not answer.
    Silent,
}

/// Judges a record: white space does not matter, nor does the order of its fields.
pub fn judge(public_key: &str, record: Option<&str>) -> Found {
    let Some(record) = record.filter(|record| !record.trim().is_empty()) else { return Found::Missing };
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '"').collect::<String>();
    let key = record.split(';').find_map(|field| bare(field).strip_prefix("p=").map(str::to_owned));
    if key.as_deref() == Some(&bare(public_key)) { Found::Right } else { Found::Other }
}

#[cfg(test)]
mod model_tests {
    use super::*;

    #[test]
    fn a_record_is_judged_by_its_key() {
        for (record, want) in [
            (None, Found::Missing),
            (Some("  "), Found::Missing),
            (Some("v=DKIM1; k=rsa; p=AbC+/="), Found::Right),
            (Some("p=AbC +/=;v=DKIM1"), Found::Right),
            (Some("v=DKIM1; k=rsa; p=abc+/="), Found::Other),
            (Some("v=DKIM1; p="), Found::Other),
            (Some("v=spf1 -all"), Found::Other),
        ] {
            assert_eq!(judge("AbC+/=", record), want, "{record:?}");
        }
    }
}
