//! Checks of fields that several things share: names, mail addresses, time zones, languages.

use kernel::{FaultSpec, FieldFault};

use crate::error;

/// The languages that the screens and our own mails speak.
pub const LANGUAGES: &[&str] = &["en", "de"];
const LONGEST_NAME: usize = 200;
const LONGEST_EMAIL: usize = 254;
const LONGEST_SIGNATURE: usize = 20_000;

/// A mail address as somebody wrote it, and folded so that it exists once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    shown: String,
    folded: String,
}

impl Email {
    /// Reads an address; refuses what cannot be one.
    pub fn parse(text: &str) -> Result<Self, FaultSpec> {
        let text = text.trim();
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"".contains(c);
        let (local, domain) = text.rsplit_once('@').ok_or(error::EMAIL_INVALID)?;
        let label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
        let sound = !local.is_empty()
            && local.chars().count() <= 64
            && text.chars().count() <= LONGEST_EMAIL
            && text.chars().all(plain)
            && !local.contains('@')
            && domain.split('.').all(label);
        if sound { Ok(Self { shown: text.to_owned(), folded: fold(text) }) } else { Err(error::EMAIL_INVALID) }
    }

    /// As it was written.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The form in which two addresses are compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

/// The form in which names and addresses are compared, sorted and searched.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A name without the spaces around it.
pub fn name(text: &str) -> Result<String, FaultSpec> {
    let text = text.trim();
    let sound = !text.is_empty() && text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control);
    if sound { Ok(text.to_owned()) } else { Err(error::NAME_INVALID) }
}

/// A zone of the time zone database, in its official spelling.
pub fn time_zone(text: &str) -> Result<String, FaultSpec> {
    let zone = jiff::tz::TimeZone::get(text.trim()).map_err(|_| error::TIME_ZONE_UNKNOWN)?;
    zone.iana_name().map(str::to_owned).ok_or(error::TIME_ZONE_UNKNOWN)
}

/// One of [`LANGUAGES`].
pub fn language(text: &str) -> Result<String, FaultSpec> {
    LANGUAGES.iter().find(|known| **known == text).map(|known| (*known).to_owned()).ok_or(error::LANGUAGE_UNKNOWN)
}

/// A mail signature with everything removed that could act in a reader's browser.
pub fn signature(html: &str) -> Result<String, FaultSpec> {
    if html.len() > LONGEST_SIGNATURE {
        return Err(error::SIGNATURE_LONG);
    }
    Ok(ammonia::clean(html))
}

/// Collects the fields at fault, so that one answer names them all.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldFault>);

impl Fields {
    /// The checked value; the default, and a field at fault, when it was refused.
    pub fn check<T: Default>(&mut self, pointer: &str, checked: Result<T, FaultSpec>) -> T {
        checked.unwrap_or_else(|spec| {
            self.refuse(pointer, spec);
            T::default()
        })
    }

    /// The same for a field that may be absent.
    pub fn check_opt<T: Default>(&mut self, pointer: &str, checked: Option<Result<T, FaultSpec>>) -> Option<T> {
        checked.map(|checked| self.check(pointer, checked))
    }

    /// Notes a field at fault.
    pub fn refuse(&mut self, pointer: &str, spec: FaultSpec) {
        self.0.push(FieldFault::new(pointer, spec.code, spec.sentence));
    }

    /// Refuses when any field was at fault.
    ///
    /// # Errors
    /// `request.invalid` with all of them.
    pub fn done(self) -> kernel::Result<()> {
        kernel::Fault::check_fields(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_differ_only_in_case_are_one() {
        let one = Email::parse(" Ada.Lovelace@Example.COM ").expect("an address");
        assert_eq!((one.shown(), one.folded()), ("Ada.Lovelace@Example.COM", "ada.lovelace@example.com"));
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "a b@example.com",
            "ada@exa mple",
            "ada@@example.com",
            "ada@.com",
            "<a@b.c>",
            "a@-b.c",
        ] {
            assert_eq!(Email::parse(text), Err(error::EMAIL_INVALID), "{text}");
        }
        assert!(Email::parse(&format!("{}@example.com", "x".repeat(65))).is_err());
        for text in ["ada@localhost", "zoë@exämple.de", "o'brien+desk@mail.example.co.uk"] {
            assert!(Email::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn zones_and_languages_come_from_closed_lists() {
        assert_eq!(time_zone("europe/berlin").as_deref(), Ok("Europe/Berlin"));
        assert_eq!(time_zone("Mars/Olympus"), Err(error::TIME_ZONE_UNKNOWN));
        assert_eq!(language("de").as_deref(), Ok("de"));
        assert_eq!(language("tlh"), Err(error::LANGUAGE_UNKNOWN));
    }

    #[test]
    fn a_signature_loses_what_could_act() {
        let clean = signature("<b>Ada</b><script>alert(1)</script><img src=x onerror=alert(1)>").expect("a signature");
        assert!(clean.contains("<b>Ada</b>") && !clean.contains("script") && !clean.contains("onerror"));
    }

    #[test]
    fn all_fields_at_fault_are_named_at_once() {
        let mut fields = Fields::default();
        assert_eq!(fields.check("name", name("  ")), "");
        assert_eq!(fields.check_opt("language", None), None::<String>);
        fields.check_opt("time_zone", Some(time_zone("x")));
        let fault = fields.done().expect_err("two fields");
        assert_eq!(fault.fields.iter().map(|field| field.pointer.as_str()).collect::<Vec<_>>(), ["name", "time_zone"]);
    }
}
