//! Passwords of mailboxes at rest: XChaCha20-Poly1305 under a key derived from the installation's secret.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use kernel::{Fault, Result};
use sha2::Sha256;

use crate::error;

/// Bytes of the random nonce kept before the sealed text.
const NONCE: usize = 24;

/// Seals and opens secrets.
#[derive(Clone)]
pub struct Vault {
    cipher: XChaCha20Poly1305,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// A key for one purpose, derived from the installation's secret.
pub(crate) fn derive(secret: &[u8], purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    if let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) {
        key.copy_from_slice(&mac.chain_update(purpose.as_bytes()).finalize().into_bytes());
    }
    key
}

impl Vault {
    /// From the installation's secret.
    pub fn new(secret: &[u8]) -> Self {
        Self { cipher: XChaCha20Poly1305::new(&derive(secret, "channels.vault.1").into()) }
    }

    /// Seals a secret for one place; it opens only there.
    ///
    /// # Errors
    /// `platform.unavailable` when the machine has no randomness.
    pub fn seal(&self, secret: &str, place: &str) -> Result<Vec<u8>> {
        let mut sealed = vec![0; NONCE];
        getrandom::fill(&mut sealed).map_err(|error| Fault::unavailable(error.to_string()))?;
        let nonce = nonce(&sealed)?;
        let payload = Payload { msg: secret.as_bytes(), aad: place.as_bytes() };
        let text = self.cipher.encrypt(&nonce, payload).map_err(|_| Fault::internal("a secret cannot be sealed"))?;
        sealed.extend_from_slice(&text);
        Ok(sealed)
    }

    /// Opens a sealed secret.
    ///
    /// # Errors
    /// `channels.secret_unreadable` when it was sealed with another key, for another place, or changed.
    pub fn open(&self, sealed: &[u8], place: &str) -> Result<String> {
        let unreadable = || Fault::from(error::SECRET_UNREADABLE);
        let text = sealed.get(NONCE..).ok_or_else(unreadable)?;
        let payload = Payload { msg: text, aad: place.as_bytes() };
        let open = self.cipher.decrypt(&nonce(sealed)?, payload).map_err(|_| unreadable())?;
        String::from_utf8(open).map_err(|_| unreadable())
    }
}

fn nonce(bytes: &[u8]) -> Result<XNonce> {
    let array: [u8; NONCE] =
        bytes.get(..NONCE).and_then(|b| b.try_into().ok()).ok_or_else(|| Fault::from(error::SECRET_UNREADABLE))?;
    Ok(array.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_with_its_key_and_in_its_place() {
        let vault = Vault::new(b"installation");
        let sealed = vault.seal("pässword", "mbox_1/imap").unwrap();
        assert_eq!(vault.open(&sealed, "mbox_1/imap").unwrap(), "pässword");
        assert!(!sealed.windows(4).any(|part| part == b"word"));
        assert!(vault.open(&sealed, "mbox_2/imap").is_err());
        assert!(Vault::new(b"other").open(&sealed, "mbox_1/imap").is_err());
        let mut changed = sealed.clone();
        changed[30] ^= 1;
        assert!(vault.open(&changed, "mbox_1/imap").is_err());
        assert!(vault.open(&sealed[..10], "mbox_1/imap").is_err());
        assert_ne!(vault.seal("pässword", "mbox_1/imap").unwrap(), sealed);
    }
}
