//! A world of names in which some domains sign their mail, some say who may send for them, and one does nothing.

mod arrival;
mod checks;
mod way;

use mail_auth::common::crypto::Ed25519Key;
use mail_auth::common::headers::HeaderWriter;
use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::dkim::DkimSigner;
use mail_auth::dkim::generate::DkimKeyPair;
use mail_auth::dmarc::Dmarc;
use mail_auth::hickory_resolver::proto::op::ResponseCode;
use mail_auth::spf::Spf;
use mail_auth::{DnsError, Error, Txt};

use super::names::{Names, Resolver};

/// Keys by domain, and the names that tell of them.
pub(super) struct World {
    keys: Vec<(&'static str, DkimKeyPair)>,
}

/// Domains that sign. `x.example` and `list.example` are used most.
const SIGNING: [&str; 4] = ["x.example", "list.example", "free.example", "sub.strict.example"];

const TEXTS: [(&str, &str); 9] = [
    ("x.example", "v=spf1 ip4:203.0.113.5 -all"),
    ("_dmarc.x.example", "v=DMARC1; p=reject"),
    ("soft.example", "v=spf1 ip4:203.0.113.5 ~all"),
    ("_dmarc.soft.example", "v=DMARC1; p=quarantine"),
    ("watch.example", "v=spf1 ip4:203.0.113.5 -all"),
    ("_dmarc.watch.example", "v=DMARC1; p=none"),
    ("spf.example", "v=spf1 ip4:203.0.113.5 -all"),
    ("_dmarc.strict.example", "v=DMARC1; p=reject; adkim=s; aspf=s"),
    ("evil.example", "v=spf1 ip4:198.51.100.9 -all"),
];

impl World {
    pub(super) fn new() -> Self {
        let key = |domain| (domain, DkimKeyPair::generate_ed25519().expect("a key"));
        Self { keys: SIGNING.into_iter().map(key).collect() }
    }

    pub(super) fn resolver(&self) -> Resolver {
        let mut texts: Vec<(String, Txt)> =
            TEXTS.iter().map(|(name, text)| (format!("{name}."), record(text))).collect();
        for (domain, key) in &self.keys {
            let text = format!("v=DKIM1; k=ed25519; p={}", key.encoded_public_key());
            texts.push((format!("mail._domainkey.{domain}."), record(&text)));
        }
        Resolver::closed(texts, Txt::Error(Error::Dns(DnsError::RecordNotFound(ResponseCode::NXDomain))))
    }

    pub(super) fn names(&self) -> Names {
        Names::with(self.resolver())
    }

    pub(super) fn key(&self, domain: &str) -> Ed25519Key {
        let (_, key) = self.keys.iter().find(|(known, _)| *known == domain).expect("a domain that signs");
        Ed25519Key::from_pkcs8_der(key.private_key()).expect("a key")
    }

    /// The mail under the signature of a domain.
    pub(super) fn signed(&self, domain: &str, mail: &str) -> String {
        let signer = DkimSigner::from_key(self.key(domain)).domain(domain).selector("mail");
        let signer = signer.headers(["From", "To", "Subject", "Message-ID"]).expiration(3_600);
        format!("{}{mail}", signer.sign(mail.as_bytes()).expect("signed").to_header())
    }
}

/// Everybody is silent.
pub(super) fn silence() -> Resolver {
    Resolver::closed(Vec::new(), Txt::Error(Error::Dns(DnsError::Resolver("no answer".to_owned()))))
}

fn record(text: &str) -> Txt {
    let bytes = text.as_bytes();
    match &text[..6] {
        "v=spf1" => Spf::parse(bytes).expect("a record").into(),
        "v=DKIM" => DomainKey::parse(bytes).expect("a record").into(),
        _ => Dmarc::parse(bytes).expect("a record").into(),
    }
}

pub(super) fn mail_from(address: &str) -> String {
    format!(
        "From: Anna <{address}>\r\nTo: help@our.example\r\nSubject: Lamp\r\nMessage-ID: <1@x.example>\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\n\r\nIt broke\r\n"
    )
}
