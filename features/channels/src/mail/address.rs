//! Mail addresses as they come in headers and as people type them.

use serde::{Deserialize, Serialize};

/// Longest address we accept (RFC 5321: 64 + 1 + 255, minus the angle brackets of a path).
const LONGEST: usize = 254;

/// One correspondent: an address with the name written beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The display name, if one was given.
    pub name: Option<String>,
    /// `local@domain`, the domain in lower case.
    pub address: String,
}

impl Address {
    /// Reads a bare address; `None` when it is not one we could ever write to.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
        let (local, domain) = text.rsplit_once('@')?;
        let domain = domain.trim_end_matches('.');
        let bad = |c: char| {
            c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '\\' | '(' | ')')
        };
        if local.is_empty() || domain.is_empty() || text.len() > LONGEST || text.chars().any(bad) || local.contains('@')
        {
            return None;
        }
        if domain.starts_with('.') || domain.contains("..") {
            return None;
        }
        Some(Self { name: None, address: format!("{local}@{}", domain.to_lowercase()) })
    }

    /// The same address with a name; an empty name is none.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        let name = super::text::one_line(name, 200);
        self.name = (!name.is_empty() && !name.eq_ignore_ascii_case(&self.address)).then_some(name);
        self
    }

    /// What two spellings of one address have in common: all lower case.
    pub fn key(&self) -> String {
        self.address.to_lowercase()
    }

    /// The part after the `@`, lower case.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The key without a `+detail` in the local part, by which a plus address is recognised as its owner's.
    pub fn base_key(&self) -> String {
        let key = self.key();
        match key.rsplit_once('@') {
            Some((local, domain)) => {
                let base = local.split_once('+').map_or(local, |(base, _)| base);
                if base.is_empty() { key.clone() } else { format!("{base}@{domain}") }
            }
            None => key,
        }
    }
}

/// The given addresses without repetitions, the first spelling winning.
pub fn distinct(addresses: impl IntoIterator<Item = Address>) -> Vec<Address> {
    let mut seen = std::collections::HashSet::new();
    addresses.into_iter().filter(|a| seen.insert(a.key())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses() {
        for (text, want) in [
            ("Anna@Example.ORG", Some("Anna@example.org")),
            (" <anna@example.org> ", Some("anna@example.org")),
            ("anna+tag@example.org.", Some("anna+tag@example.org")),
            ("müller@exämple.de", Some("müller@exämple.de")),
            ("root@localhost", Some("root@localhost")),
            ("anna", None),
            ("@example.org", None),
            ("anna@", None),
            ("a b@example.org", None),
            ("anna@example.org\r\nBcc: eve@example.org", None),
            ("anna@example..org", None),
            ("anna@example.org,eve@example.org", None),
        ] {
            assert_eq!(Address::parse(text).map(|a| a.address).as_deref(), want, "{text:?}");
        }
    }

    #[test]
    fn knows_the_owner_of_a_plus_address() {
        let base = |text: &str| Address::parse(text).map(|a| a.base_key());
        assert_eq!(base("Help+abc@Example.org").as_deref(), Some("help@example.org"));
        assert_eq!(base("+abc@example.org").as_deref(), Some("+abc@example.org"));
        assert_eq!(base("help@example.org").as_deref(), Some("help@example.org"));
    }

    #[test]
    fn a_name_that_repeats_the_address_is_none() {
        let anna = || Address::parse("anna@example.org").unwrap();
        assert_eq!(anna().named("anna@example.org").name, None);
        assert_eq!(anna().named(" Anna\r\n Smith ").name.as_deref(), Some("Anna Smith"));
    }
}
