use std::borrow::Borrow;
use std::hash::Hash;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mail_auth::common::parse::TxtRecordParser as _;
use mail_auth::common::verify::DomainKey;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::{AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt};
use testkit::{TestDb, db_test, person_with};

use super::commands::{activate, check, create, list, remove};
use super::model::{Algorithm, Found, KeyState};
use super::records::{Answer, TextRecords};
use super::sign::{Signing, generate, signed};
use crate::error::DKIM_UNPUBLISHED;
use crate::outgoing::tests::{queue, scene};
use crate::permissions::MANAGE_MAILBOXES;
use crate::testing::work;

/// A name server of the test's own.
#[derive(Debug, Default)]
struct Known(Mutex<Vec<(String, String)>>);

impl Known {
    fn publish(&self, name: &str, text: &str) {
        self.0.lock().unwrap().push((name.to_owned(), text.to_owned()));
    }
}

impl TextRecords for Known {
    fn text<'a>(&'a self, name: &'a str) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        let known = self.0.lock().unwrap().iter().find(|(record, _)| record == name).map(|(_, text)| text.clone());
        Box::pin(async move { Ok(known) })
    }
}

/// What the DNS says, for the verifier.
struct Records(Vec<(String, Txt)>);

impl ResolverCache<Box<str>, Txt> for Records {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0
            .iter()
            .find(|(known, _)| Borrow::<Q>::borrow(&known.clone().into_boxed_str()) == name)
            .map(|(_, text)| text.clone())
    }

    fn remove<Q>(&self, _name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _key: Box<str>, _value: Txt, _until: Instant) {}
}

/// Whether each signature of a mail is right by these records.
async fn verdicts(mail: &[u8], records: &[(String, String)]) -> Vec<bool> {
    let read = |(name, text): &(String, String)| {
        (format!("{name}."), Txt::from(DomainKey::parse(text.as_bytes()).expect("a record")))
    };
    let records = Records(records.iter().map(read).collect());
    let asked = MessageAuthenticator::new(ResolverConfig::from_name_servers(Vec::new()), ResolverOpts::default());
    let message = AuthenticatedMessage::parse(mail).expect("a mail");
    let outputs = asked.expect("a verifier").verify_dkim(Parameters::new(&message).with_txt_cache(&records)).await;
    outputs.iter().map(|output| *output.result() == DkimResult::Pass).collect()
}

const MAIL: &[u8] = b"From: help@our.example\r\nTo: anna@x.example\r\nSubject: Hi\r\n\r\nHello.\r\n";
/// A key of this test only.
const RSA_PRIVATE: &str = "MIIEogIBAAKCAQEAutKBNAsWwh3c19dY7x4SiUNtws56LQ3xpYQ7x+xFzpSVl+J3Nlhgq3AS9NKlqfWd1Fj9R0yFud3vhKU/Ydo5rkwlFneW/k\
    MSQX55Qmu0u0u/l7dWiEJjhHkFksSmggfuws5jEj1IlUmVjn/br5W8ih1luBuL4D0v1pIbWK+zfl/6oiil8Fuxzy/wwP5Oe6WYOZibMVcsH90W\
    MAzvjWYkpGCrfPAi7vja0qwVNsw7sUozbqiLGDxhD9wNTReHPSBo6Zuu1fRszSZ60v5SIeoqm7mtuJzku9Myt+SAqJdl7SBuDhlOTDaJk79L3D\
    z7y4ldUX7lo8lRno94akgcjqoH2QIDAQABAoIBAA/5OrHb9tyvF/hegcykKhqRaNucsuaSSCSKS2A7K/bPToEXjHDZmp5d7UkAj8iZ5x5GY5WK\
    je6H8thJFsPDmGX2Pb+PhxoDWxa9fRm4QtI21lFfDCeHYaHshRT4+nGowvnmEqN3GPMmwQJXnU2EhIPcoptcw5dvM91pTaxGDZdS8R8zgJB8yS\
    e43BNZE11ghzCfSwO4Sj76wgD4Hhx4pPl1l6zXSzGPOtV1vyuK2cJTLMMPvB/hQRwXhW6VC++qy7TyKo6UhF6dZdFIk9VcP9OCOCKKHHBstZKL\
    yRU6ziQjzM+0oFoPOE3ukgHewL9md4vNnJ/Ee2pdk5tDf1/FgTcCgYEA39pVHFEkDNZmv9Jl6NppUckP2aD2Yfa3wUiiaCyydNHTOVEccip3hw\
    OSv9kR3HP8AKjNEK/9IOGbW/c9W1fJ4O3CElffQ4fqruMTEfkdexIUeikOAla2s5rrSN50LzatoCah6w7CNfBfjkC3BpA4ffyBPwEX4Rpli2sm\
    amf67RcCgYEA1abKNJ/Fvk3f+YdQ1+ozUVQqBT8uPW+1D0qYJHD0T88lWEsTzxBerfvj4A4HP1HpqbRzgwOD/EDFtKSR2aEBIKGx7uAe8LSaaj\
    UF/ojfdDnOs0lIQVQKeUD1H4efzfsMWzW6lrgpuma7Xb0c/VV76So4xYZLajf12GZO32+sKI8CgYB1CblAIehgUeTM3BtuQGuaWC5SUccf9xei\
    FfDb2KrBS0dNi2v9ANkXnTWn2r1s7rNOQPNeizUkcPCCh+Trkh253XV/k7PmofSA1baNyhqw0wYjzL1HWcESbKghpDVIziS/PBOiS0gdXX0Iai\
    uHYfY3YMLOhyrOBbgbybz/GzhlpwKBgBLVRgPHhbXVxYWIcQ7nXSixI5ccz6WowCwd5jVoI5EZcHBNBez9w2rQxnCMrATf4poMBxaoa60DxKm8\
    zAKEF8ZZmoa1COUs9mOgUuvyAsiLA/Z34j+n+dhgansiCGsu0xMDNHRuvXbp8WA8+F44d9jA2QpIYUN2tVwjAJbfkCxvAoGAIgVpmRwiGgLxUT\
    OpAba2dnCNGjhVdhIQJ6hdBAnyzoR8Sc/8nDq24r3FAXzKLqV4uFnsB4ttrSw2A0625/OANGMypH6ufTcmFYuuEJvsUfUbgXRZ1OOEas8zoI3O\
    56flzgFmC/tdeZmYEriBTmcm7YGlnZ/YWo/7bc6ljsMG6vY=";
const RSA_PUBLIC: &str = "MIIBCgKCAQEAutKBNAsWwh3c19dY7x4SiUNtws56LQ3xpYQ7x+xFzpSVl+J3Nlhgq3AS9NKlqfWd1Fj9R0yFud3vhKU/Ydo5rkwlFneW/kMSQX\
    55Qmu0u0u/l7dWiEJjhHkFksSmggfuws5jEj1IlUmVjn/br5W8ih1luBuL4D0v1pIbWK+zfl/6oiil8Fuxzy/wwP5Oe6WYOZibMVcsH90WMAzv\
    jWYkpGCrfPAi7vja0qwVNsw7sUozbqiLGDxhD9wNTReHPSBo6Zuu1fRszSZ60v5SIeoqm7mtuJzku9Myt+SAqJdl7SBuDhlOTDaJk79L3Dz7y4\
    ldUX7lo8lRno94akgcjqoH2QIDAQAB";

#[tokio::test]
async fn both_algorithms_are_believed_until_a_letter_changes() {
    use base64::Engine as _;
    let (private, public) = generate(Algorithm::Ed25519).expect("a pair");
    let rsa = base64::engine::general_purpose::STANDARD.decode(RSA_PRIVATE).expect("a key");
    let key = |selector: &str, algorithm, private_key| Signing {
        domain: "our.example".into(),
        selector: selector.into(),
        algorithm,
        private_key,
    };
    let keys = [key("r", Algorithm::Rsa, rsa), key("e", Algorithm::Ed25519, private)];
    let mail = signed(MAIL, &keys).expect("signed");
    assert!(mail.ends_with(MAIL), "nothing of the mail is touched");
    let records = [
        ("r._domainkey.our.example".to_owned(), format!("v=DKIM1; k=rsa; p={RSA_PUBLIC}")),
        ("e._domainkey.our.example".to_owned(), format!("v=DKIM1; k=ed25519; p={public}")),
    ];
    assert_eq!(verdicts(&mail, &records).await, [true, true]);
    let changed = String::from_utf8(mail).expect("text").replace("Hello.", "Hallo.");
    assert_eq!(verdicts(changed.as_bytes(), &records).await, [false, false]);
}

#[db_test(crate::testing::schema)]
async fn a_key_signs_what_goes_out_once_its_record_is_found(db: TestDb) {
    let scene = scene(&db).await;
    let known = Arc::new(Known::default());
    let post = scene.post.with_records(known.clone());
    let boss = || person_with(1, "Ada", &[MANAGE_MAILBOXES]);
    assert!(create(&post, &boss(), "elsewhere.example", Algorithm::Ed25519).await.is_err());
    assert!(create(&post, &person_with(2, "Eve", &[]), "our.example", Algorithm::Ed25519).await.is_err());
    let first = create(&post, &boss(), "OUR.example", Algorithm::Ed25519).await.expect("a key");
    assert_eq!(check(&post, &boss(), first.id).await.expect("asked").1, Found::Missing);
    let early = post.db().write(move |tx| activate(tx, &boss(), first.id)).await.expect_err("not published");
    assert!(early.is(DKIM_UNPUBLISHED));
    known.publish(&first.record_name(), &first.record_value());
    assert_eq!(check(&post, &boss(), first.id).await.expect("asked").1, Found::Right);
    post.db().write(move |tx| activate(tx, &boss(), first.id)).await.expect("active");
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let mail = scene.server.raws().remove(0);
    let records = [(first.record_name(), first.record_value())];
    assert_eq!(verdicts(&mail, &records).await, [true], "what arrives is what was signed");
    let second = create(&post, &boss(), "our.example", Algorithm::Ed25519).await.expect("another");
    assert_ne!(first.selector, second.selector);
    known.publish(&second.record_name(), &second.record_value());
    check(&post, &boss(), second.id).await.expect("asked");
    post.db().write(move |tx| activate(tx, &boss(), second.id)).await.expect("rotated");
    let keys = post.db().read(move |tx| list(tx, &boss())).await.expect("keys");
    assert_eq!(keys.iter().map(|key| key.state).collect::<Vec<_>>(), [KeyState::Retired, KeyState::Active]);
    let sealed = &keys[1].private_key;
    assert!(post.vault().open(sealed, "another place").is_err(), "sealed for its own row");
    post.db().write(move |tx| remove(tx, &boss(), first.id)).await.expect("removed");
    assert_eq!(post.db().read(move |tx| list(tx, &boss())).await.expect("keys").len(), 1);
}
