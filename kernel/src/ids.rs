//! Typed, time-ordered ids: a 63-bit integer in the database, `conv_01h2…` on the wire.
//!
//! Layout of the integer: 41 bits of milliseconds since 2020-01-01, 10 bits of generator, 12 bits of sequence.
//! So ids sort by creation, fit an `INTEGER PRIMARY KEY`, and are made without asking the database.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Crockford's base 32: no I, L, O, U, so that an id read aloud is not misheard.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 13 digits of 5 bits hold 65 bits, enough for any `i64`.
const DIGITS: usize = 13;
const EPOCH_2020_MS: u64 = 1_577_836_800_000;
const SEQUENCE_BITS: u32 = 12;
const GENERATOR_BITS: u32 = 10;

/// Why a text is not the id it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdError {
    /// The prefix that was expected, for example `conv`.
    pub expected: &'static str,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is not an id of the form {}_…", self.expected)
    }
}

impl std::error::Error for IdError {}

/// What every typed id can do; used by the database layer and the id generator.
pub trait TypedId: Copy + fmt::Display + Send + 'static {
    /// The prefix on the wire, without the underscore.
    const PREFIX: &'static str;
    /// Wraps a raw integer, as read from the database.
    fn from_raw(raw: i64) -> Self;
    /// The integer kept in the database.
    fn raw(self) -> i64;
}

#[doc(hidden)]
pub fn write_id(prefix: &str, raw: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut digits = [b'0'; DIGITS];
    let mut rest = raw as u64;
    for slot in digits.iter_mut().rev() {
        *slot = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    let text = std::str::from_utf8(&digits).map_err(|_| fmt::Error)?;
    write!(f, "{prefix}_{text}")
}

#[doc(hidden)]
pub fn parse_id(prefix: &'static str, text: &str) -> Result<i64, IdError> {
    let wrong = IdError { expected: prefix };
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(wrong.clone())?;
    if digits.len() != DIGITS {
        return Err(wrong);
    }
    let mut raw: u64 = 0;
    for (place, byte) in digits.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|known| *known == byte).ok_or(wrong.clone())? as u64;
        // 13 digits are 65 bits: the first may only use its lowest three, or the number would not fit 63 bits.
        if place == 0 && digit > 7 {
            return Err(wrong);
        }
        raw = (raw << 5) | digit;
    }
    i64::try_from(raw).map_err(|_| wrong)
}

/// Declares a typed id in one line: `typed_id!(/// A conversation. ConversationId, "conv");`
#[macro_export]
macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $crate::TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_raw(raw: i64) -> Self { Self(raw) }
            fn raw(self) -> i64 { self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::__ids::write_id($prefix, self.0, f)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> ::std::fmt::Result { std::fmt::Display::fmt(self, f) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::IdError;
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> { $crate::__ids::parse_id($prefix, text).map(Self) }
        }
        impl $crate::reexport::serde::Serialize for $name {
            fn serialize<S: $crate::reexport::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as $crate::reexport::serde::Deserialize>::deserialize(from)?;
                text.parse().map_err($crate::reexport::serde::de::Error::custom)
            }
        }
        impl $crate::reexport::utoipa::PartialSchema for $name {
            fn schema() -> $crate::reexport::utoipa::openapi::RefOr<$crate::reexport::utoipa::openapi::schema::Schema> {
                $crate::__ids::id_schema($prefix)
            }
        }
        impl $crate::reexport::utoipa::ToSchema for $name {}
    };
}

#[doc(hidden)]
pub fn id_schema(prefix: &str) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .pattern(Some(format!("^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{12}}$")))
        .examples([serde_json::json!(format!("{prefix}_06pz3k5m8v00g"))])
        .into()
}

typed_id!(
    /// Somebody who works here.
    PersonId, "pers");
typed_id!(
    /// A team of people.
    TeamId, "team");
typed_id!(
    /// A role: a named set of permissions.
    RoleId, "role");
typed_id!(
    /// An API token.
    TokenId, "tok");
typed_id!(
    /// A customer, or anybody else outside who writes to us.
    ContactId, "cont");
typed_id!(
    /// A company or body that contacts belong to.
    OrganisationId, "org");
typed_id!(
    /// A conversation with a customer.
    ConversationId, "conv");
typed_id!(
    /// One message or note in a conversation.
    MessageId, "msg");
typed_id!(
    /// A mailbox that mail is fetched from and sent by.
    MailboxId, "mbox");

/// An id whose kind is told by its prefix: what events, audit entries and live updates are about.
#[derive(
    Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct ThingId(pub String);

impl<T: TypedId> From<T> for ThingId {
    fn from(id: T) -> Self {
        Self(id.to_string())
    }
}

/// Makes ids that never repeat within a process and practically never between processes.
#[derive(Debug)]
pub struct IdGenerator {
    generator: u64,
    last: AtomicU64,
}

impl IdGenerator {
    /// A generator whose 10-bit number is random, so that two processes rarely share one; when they do, an id could
    /// only repeat in the same millisecond with the same sequence, and the primary key would refuse it.
    pub fn new() -> Self {
        let mut bytes = [0u8; 2];
        let generator = match getrandom::fill(&mut bytes) {
            Ok(()) => u64::from(u16::from_le_bytes(bytes)),
            Err(_) => u64::from(std::process::id()),
        };
        Self { generator: generator & ((1 << GENERATOR_BITS) - 1), last: AtomicU64::new(0) }
    }

    /// The next id. When 4,096 ids were made in one millisecond it borrows from the next.
    pub fn next_raw(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
        let floor = now.saturating_sub(EPOCH_2020_MS) << SEQUENCE_BITS;
        let step = |last: u64| Some(floor.max(last + 1));
        let previous = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step).unwrap_or(floor);
        let ticket = floor.max(previous + 1);
        let (milliseconds, sequence) = (ticket >> SEQUENCE_BITS, ticket & ((1 << SEQUENCE_BITS) - 1));
        ((milliseconds << (GENERATOR_BITS + SEQUENCE_BITS)) | (self.generator << SEQUENCE_BITS) | sequence) as i64
    }

    /// The next id of a kind.
    pub fn next<I: TypedId>(&self) -> I {
        I::from_raw(self.next_raw())
    }
}

impl Default for IdGenerator {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself() {
        for raw in [0, 1, 31, 32, 123_456_789_012, i64::MAX] {
            let id = ConversationId::from_raw(raw);
            assert_eq!(id.to_string().parse::<ConversationId>(), Ok(id));
        }
    }

    #[test]
    fn a_foreign_or_broken_id_is_refused_with_the_expected_form() {
        let team = TeamId::from_raw(7).to_string();
        for text in
            [team.as_str(), "", "conv_", "conv_000000000000", "conv_000000000000i", "conv_z000000000000", "conv-1"]
        {
            let error = text.parse::<ConversationId>().expect_err(text);
            assert_eq!(error.to_string(), "this is not an id of the form conv_…");
        }
    }

    #[test]
    fn ids_are_unique_and_rise() {
        let ids = IdGenerator::new();
        let made: Vec<i64> = (0..20_000).map(|_| ids.next_raw()).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]), "each id is above the one before");
        assert!(made.iter().all(|id| *id > 0));
    }

    #[test]
    fn texts_sort_as_the_numbers_do() {
        let (small, large) = (PersonId::from_raw(99), PersonId::from_raw(1_000_000));
        assert!(small.to_string() < large.to_string());
    }
}
