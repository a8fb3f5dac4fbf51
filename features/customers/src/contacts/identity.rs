//! Identities: the ways a contact is known by, each written one way only so that it is found again.

use kernel::{Fault, Result};
use serde::{Deserialize, Serialize};

use crate::error::{self, IDENTITY_INVALID};
use crate::fold;
use crate::marks::Mark;

db::typed_id!(
    /// One way a contact is known by.
    IdentityId, "idty");

/// Longest address that mail can carry (RFC 5321, 4.5.3.1.3, without the angle brackets).
const LONGEST_ADDRESS: usize = 254;

/// What sort of identity it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A name on some network.
    Handle,
}

impl IdentityKind {
    /// As stored and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Handle => "handle",
        }
    }

    pub(crate) fn from_stored(text: &str) -> Result<Self> {
        match text {
            "email" => Ok(Self::Email),
            "phone" => Ok(Self::Phone),
            "handle" => Ok(Self::Handle),
            other => Err(Fault::internal(format!("«{other}» is no kind of identity"))),
        }
    }
}

/// An identity of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// What sort of identity it is.
    pub kind: IdentityKind,
    /// As people write it.
    #[schema(examples("anna.schmidt@example.com"))]
    pub value: String,
    /// Whether a message came from it, so that it is known to be right.
    pub verified: bool,
    /// Mail to it comes back, or is not wanted there.
    #[serde(default)]
    pub mark: Option<Mark>,
}

/// An identity as handed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentity {
    /// What sort of identity it is.
    pub kind: IdentityKind,
    /// As people write it; a number with its country code.
    #[schema(examples("anna.schmidt@example.com"))]
    pub value: String,
}

/// A value written one way only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// As people read it.
    pub value: String,
    /// The unique key within its kind.
    pub folded: String,
    /// The domain of a mail address; empty for the others.
    pub domain: String,
}

/// Writes a value one way only.
///
/// # Errors
/// `customers.identity_invalid` with what is wrong, in words.
pub fn normalise(kind: IdentityKind, value: &str) -> Result<Normalised> {
    let value = value.trim();
    match kind {
        IdentityKind::Email => address(value),
        IdentityKind::Phone => number(value),
        IdentityKind::Handle => handle(value),
    }
}

fn address(value: &str) -> Result<Normalised> {
    let wrong =
        || Fault::from(IDENTITY_INVALID).saying(error::NOT_AN_ADDRESS.said([("value", &fold::one_line(value, 80))]));
    let (local, domain) = value.rsplit_once('@').ok_or_else(wrong)?;
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;\"()[]\\@".contains(c);
    if local.is_empty()
        || local.contains(is_odd)
        || local.starts_with('.')
        || local.ends_with('.')
        || local.contains("..")
    {
        return Err(wrong());
    }
    let domain = idna::domain_to_ascii_strict(domain).map_err(|_| wrong())?;
    if domain.is_empty() || domain.len() > 253 || domain.split('.').any(|label| label.is_empty() || label.len() > 63) {
        return Err(wrong());
    }
    let folded = format!("{}@{domain}", local.to_lowercase());
    if folded.len() > LONGEST_ADDRESS {
        return Err(wrong());
    }
    let readable = idna::domain_to_unicode(&domain).0;
    Ok(Normalised { value: format!("{local}@{readable}"), folded, domain })
}

/// An address as mail brought it. Mail arrives from addresses that no rule allows, and its sender is still somebody:
/// what cannot be normalised is kept as it is, in lower case and without spaces.
///
/// # Errors
/// `customers.identity_invalid` when there is nothing left.
pub(crate) fn address_from_mail(value: &str) -> Result<Normalised> {
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let bare = plain.trim_start_matches('<').trim_end_matches('>');
    if let Ok(normalised) = address(bare) {
        return Ok(normalised);
    }
    let lower: String = bare.to_lowercase().chars().take(LONGEST_ADDRESS).collect();
    let folded = lower.trim_end_matches('>').to_owned();
    if folded.is_empty() {
        return Err(IDENTITY_INVALID.detail("The message names no sender."));
    }
    Ok(Normalised { value: folded.clone(), folded, domain: String::new() })
}

/// ITU-T E.164: a country code and at most 15 digits in all.
fn number(value: &str) -> Result<Normalised> {
    let wrong =
        || Fault::from(IDENTITY_INVALID).saying(error::NOT_A_NUMBER.said([("value", &fold::one_line(value, 40))]));
    // "+49 (0)30" means +49 30 from abroad.
    let plain = value.replace("(0)", "");
    let international = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00")).ok_or_else(wrong)?;
    let is_separator = |c: char| c.is_whitespace() || "-–/.()".contains(c);
    if international.contains(|c: char| !c.is_ascii_digit() && !is_separator(c)) {
        return Err(wrong());
    }
    let digits: String = international.chars().filter(char::is_ascii_digit).collect();
    if !(7..=15).contains(&digits.len()) || digits.starts_with('0') {
        return Err(wrong());
    }
    let folded = format!("+{digits}");
    Ok(Normalised { value: folded.clone(), folded, domain: String::new() })
}

fn handle(value: &str) -> Result<Normalised> {
    let bare = value.trim_start_matches('@');
    // Folding takes letters apart: what was one letter may be several, a space, or another at sign.
    let folded = kernel::fold(bare).trim_start_matches('@').to_owned();
    let is_word =
        |text: &str| text.chars().count() <= 100 && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if bare.is_empty() || !is_word(bare) || !is_word(&folded) {
        return Err(Fault::from(IDENTITY_INVALID).saying(error::HANDLE_WORDS));
    }
    if folded.is_empty() {
        return Err(Fault::from(IDENTITY_INVALID).saying(error::HANDLE_EMPTY));
    }
    Ok(Normalised { value: bare.to_owned(), folded, domain: String::new() })
}

/// What an identity can be searched by.
pub(crate) fn terms(kind: IdentityKind, folded: &str, domain: &str) -> Vec<String> {
    let plain = kernel::fold(folded);
    let mut found = match kind {
        IdentityKind::Email => fold::words(plain.split('@').next().unwrap_or_default()),
        IdentityKind::Phone => vec![plain.trim_start_matches('+').to_owned()],
        IdentityKind::Handle => fold::words(&plain),
    };
    found.push(domain.to_owned());
    found.push(plain);
    found.retain(|term| !term.is_empty());
    found.into_iter().map(|term| term.chars().take(64).collect()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_written_one_way() {
        let table = [
            (" Anna.Schmidt@Example.COM ", "Anna.Schmidt@example.com", "anna.schmidt@example.com"),
            ("post@bücher.example", "post@bücher.example", "post@xn--bcher-kva.example"),
            ("post@XN--BCHER-KVA.example", "post@bücher.example", "post@xn--bcher-kva.example"),
            ("jörg@example.com", "jörg@example.com", "jörg@example.com"),
            ("a+tag@localhost", "a+tag@localhost", "a+tag@localhost"),
        ];
        for (text, value, folded) in table {
            let normalised = normalise(IdentityKind::Email, text).expect(text);
            assert_eq!((normalised.value.as_str(), normalised.folded.as_str()), (value, folded));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_in_words() {
        for text in [
            "",
            "anna",
            "@example.com",
            "anna@",
            "a b@example.com",
            "anna@exa mple.com",
            "a@b@c",
            "a..b@example.com",
            "anna@-x.com",
        ] {
            let fault = normalise(IdentityKind::Email, text).expect_err(text);
            assert!(fault.is(IDENTITY_INVALID) && fault.sentence().contains("name@example.com"), "{text}");
        }
        assert!(normalise(IdentityKind::Email, &format!("{}@example.com", "x".repeat(250))).is_err());
    }

    #[test]
    fn mail_brings_what_no_rule_allows() {
        assert_eq!(address_from_mail("<Anna@Example.com>").expect("an address").folded, "anna@example.com");
        assert_eq!(address_from_mail("Mailer Daemon").expect("a sender").folded, "mailerdaemon");
        assert!(address_from_mail(" \u{0} ").is_err());
    }

    #[test]
    fn numbers_are_digits_with_a_plus() {
        for text in ["+49 30 123456", "0049 30/12-34-56", "+49 (0)30 123456", "+49.30.123456"] {
            assert_eq!(normalise(IdentityKind::Phone, text).expect(text).folded, "+4930123456");
        }
        for text in ["030 123456", "+49 30 12ab", "+1", "+0123456789", "+12345678901234567"] {
            assert!(normalise(IdentityKind::Phone, text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_handle_loses_its_at_sign_and_case() {
        assert_eq!(normalise(IdentityKind::Handle, "@AnnaS").expect("a handle").folded, "annas");
        assert_eq!(normalise(IdentityKind::Handle, "\u{ff20}Anna").expect("a wide at sign").folded, "anna");
        let grown = "\u{fdfa}".repeat(20);
        for text in ["@", "a b", "\u{af}", &grown] {
            assert!(normalise(IdentityKind::Handle, text).is_err(), "{text}");
        }
    }

    fn any_kind() -> impl Strategy<Value = IdentityKind> {
        prop_oneof![Just(IdentityKind::Email), Just(IdentityKind::Phone), Just(IdentityKind::Handle)]
    }

    proptest! {
        #[test]
        fn normalising_never_panics_and_is_stable(kind in any_kind(), text in ".{0,80}") {
            if let Ok(once) = normalise(kind, &text) {
                let again = normalise(kind, &once.value).expect("the normalised value is a value");
                prop_assert_eq!(&again.folded, &once.folded);
                prop_assert_eq!(&normalise(kind, &once.folded).expect("so is its key").folded, &once.folded);
                prop_assert!(!once.folded.is_empty());
            }
        }

        #[test]
        fn addresses_differ_only_in_case(local in "[a-zA-Z0-9.+_-]{1,20}", domain in "[a-zA-Z0-9]{1,10}\\.[a-zA-Z]{2,6}") {
            let lower = normalise(IdentityKind::Email, &format!("{local}@{domain}").to_lowercase());
            let upper = normalise(IdentityKind::Email, &format!("{local}@{domain}").to_uppercase());
            prop_assert_eq!(lower.ok().map(|found| found.folded), upper.ok().map(|found| found.folded));
        }

        #[test]
        fn mail_never_panics_and_its_key_is_stable(text in ".{0,300}") {
            if let Ok(once) = address_from_mail(&text) {
                prop_assert_eq!(address_from_mail(&once.folded).expect("again").folded, once.folded);
            }
        }
    }
}
