//! Making keys and signing with them.

use kernel::{Fault, Result};
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::generate::DkimKeyPair;
use mail_auth::dkim::{DkimSigner, Signature};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer};

use super::model::Algorithm;

/// What is signed: whatever a reader sees or a mail program acts on.
const HEADERS: [&str; 16] = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Precedence",
];
const RSA_BITS: usize = 2048;

/// The private half of a key, to sign with. Never shown.
#[derive(Clone)]
pub(crate) struct Signing {
    pub domain: String,
    pub selector: String,
    pub algorithm: Algorithm,
    pub private_key: Vec<u8>,
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::internal(format!("a mail cannot be signed: {error}"))
}

/// A new pair: the private half in DER, the public half in base64.
pub(crate) fn generate(algorithm: Algorithm) -> Result<(Vec<u8>, String)> {
    let pair = match algorithm {
        Algorithm::Rsa => DkimKeyPair::generate_rsa(RSA_BITS),
        Algorithm::Ed25519 => DkimKeyPair::generate_ed25519(),
    };
    let pair = pair.map_err(broken)?;
    let public = pair.encoded_public_key();
    Ok((pair.into_inner().0, public))
}

/// The mail with a signature of each key above it. Nothing below is touched: what was signed is what goes out.
pub(crate) fn signed(mail: &[u8], keys: &[Signing]) -> Result<Vec<u8>> {
    let mut whole = Vec::with_capacity(mail.len() + keys.len() * 800);
    for key in keys {
        whole.extend_from_slice(signature(mail, key)?.to_header().as_bytes());
    }
    whole.extend_from_slice(mail);
    Ok(whole)
}

fn signature(mail: &[u8], key: &Signing) -> Result<Signature> {
    let (domain, selector) = (key.domain.clone(), key.selector.clone());
    let signed = match key.algorithm {
        Algorithm::Rsa => {
            let der = PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(key.private_key.as_slice()));
            let private = RsaKey::<Sha256>::from_key_der(der).map_err(broken)?;
            DkimSigner::from_key(private).domain(domain).selector(selector).headers(HEADERS).sign(mail)
        }
        Algorithm::Ed25519 => {
            let private = Ed25519Key::from_pkcs8_der(&key.private_key).map_err(broken)?;
            DkimSigner::from_key(private).domain(domain).selector(selector).headers(HEADERS).sign(mail)
        }
    };
    signed.map_err(broken)
}
