//! Secrets at rest: XChaCha20-Poly1305 and HMAC-SHA-256 under keys derived from the installation's secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use kernel::{Fault, Result};
use sha2::Sha256;

use crate::error;

/// Bytes of the random nonce kept before the sealed text.
const NONCE: usize = 24;

/// Seals, opens and marks secrets. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Vault {
    cipher: XChaCha20Poly1305,
    marking: [u8; 32],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// HMAC-SHA-256 takes keys of any length, so the empty answer is never given.
fn keyed(key: &[u8], text: &[u8]) -> [u8; 32] {
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(text).finalize().into_bytes().into())
        .unwrap_or_default()
}

impl Vault {
    /// From the installation's secret.
    pub(crate) fn new(secret: &[u8]) -> Self {
        let cipher = XChaCha20Poly1305::new(&keyed(secret, b"access.vault.1").into());
        Self { cipher, marking: keyed(secret, b"access.marks.1") }
    }

    /// Seals a secret for one place; it opens only there.
    ///
    /// # Errors
    /// `platform.unavailable` when the machine has no randomness.
    pub(crate) fn seal(&self, secret: &[u8], place: &str) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| Fault::unavailable(error.to_string()))?;
        let payload = Payload { msg: secret, aad: place.as_bytes() };
        let text = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let text = text.map_err(|_| Fault::internal("a secret cannot be sealed"))?;
        Ok([nonce.as_slice(), &text].concat())
    }

    /// Opens a sealed secret.
    ///
    /// # Errors
    /// `access.secret_unreadable` when it was sealed with another key, for another place, or changed.
    pub(crate) fn open(&self, sealed: &[u8], place: &str) -> Result<Vec<u8>> {
        let unreadable = || Fault::from(error::SECRET_UNREADABLE);
        let (nonce, text) = sealed.split_first_chunk::<NONCE>().ok_or_else(unreadable)?;
        let payload = Payload { msg: text, aad: place.as_bytes() };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| unreadable())
    }

    /// What is kept of a secret that is too short for a plain hash: without the installation's key it cannot be guessed.
    pub(crate) fn mark(&self, secret: &str) -> String {
        URL_SAFE_NO_PAD.encode(keyed(&self.marking, secret.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_with_its_key_and_in_its_place() {
        let vault = Vault::new(b"installation");
        let sealed = vault.seal(b"a shared secret", "totp/1").expect("sealed");
        assert_eq!(vault.open(&sealed, "totp/1").expect("opened"), b"a shared secret");
        assert!(!sealed.windows(6).any(|part| part == b"shared"));
        assert!(vault.open(&sealed, "totp/2").is_err());
        assert!(Vault::new(b"other").open(&sealed, "totp/1").is_err());
        assert!(vault.open(&sealed[..20], "totp/1").is_err());
        assert_eq!(vault.mark("code"), Vault::new(b"installation").mark("code"));
        assert_ne!(vault.mark("code"), Vault::new(b"other").mark("code"));
    }
}
