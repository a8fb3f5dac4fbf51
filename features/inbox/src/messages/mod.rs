//! Messages and notes: what customers and we write.

pub mod delivery;
pub mod findings;
pub mod history;
pub(crate) mod http;
pub mod markup;
pub mod note;
pub mod queries;
pub mod receive;
pub mod reply;
pub mod start;
pub(crate) mod store;
pub mod undo;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A mail address with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// `local@domain`
    #[schema(examples("jonas.weber@example.org"))]
    pub address: String,
    /// The name, perhaps empty.
    #[serde(default)]
    #[schema(examples("Jonas Weber"))]
    pub name: String,
}

/// Who a message goes to, exactly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recipients {
    /// To.
    pub to: Vec<Address>,
    /// Carbon copy.
    #[serde(default)]
    pub cc: Vec<Address>,
    /// Blind carbon copy.
    #[serde(default)]
    pub bcc: Vec<Address>,
    /// Where the writer wants answers, when not at the address written from; kept with a customer's message only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(ignore)]
    pub reply_to: Vec<Address>,
}

impl Recipients {
    /// All of them, with their field's name and place.
    pub fn all(&self) -> impl Iterator<Item = (String, &Address)> {
        let lists = [("to", &self.to), ("cc", &self.cc), ("bcc", &self.bcc)];
        lists.into_iter().flat_map(|(field, list)| {
            list.iter().enumerate().map(move |(at, address)| (format!("{field}/{at}/address"), address))
        })
    }
}
