//! Domains at which anybody can have an address: they never stand for an organisation.

use std::collections::HashSet;
use std::sync::LazyLock;

static DOMAINS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/free_mail_domains.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Whether anybody can have an address at this domain (lower case).
pub(crate) fn is_free_mail(domain: &str) -> bool {
    DOMAINS.contains(domain)
}

/// The domain itself and those above it that could be an organisation's, most exact first:
/// `mail.eu.example.com`, `eu.example.com`, `example.com`. Empty for free mail.
pub(crate) fn organisation_domains(domain: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = domain;
    while rest.contains('.') && found.len() < 5 {
        if is_free_mail(rest) {
            return Vec::new();
        }
        found.push(rest.to_owned());
        rest = rest.split_once('.').map_or("", |(_, above)| above);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_mail_never_stands_for_an_organisation() {
        for domain in ["gmail.com", "web.de", "users.gmx.net", "localhost", ""] {
            assert!(organisation_domains(domain).is_empty(), "{domain}");
        }
        assert_eq!(organisation_domains("mail.example.com"), ["mail.example.com", "example.com"]);
    }

    #[test]
    fn the_list_is_lower_case_and_without_doubles() {
        let lines: Vec<&str> =
            include_str!("../data/free_mail_domains.txt").lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines.len(), DOMAINS.len());
        assert!(lines.iter().all(|line| line.contains('.') && *line == line.trim().to_lowercase()));
    }
}
