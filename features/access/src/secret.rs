//! Random secrets that are shown once and kept only as a hash: sessions, tokens, invitations, resets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Fault, Result};
use sha2::{Digest, Sha256};

/// What an API token begins with, so that scanners for leaked secrets can find it.
pub const TOKEN_PREFIX: &str = "qd_";

/// A secret in the clear. It shows itself only when asked by name, never in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 256 random bits.
    ///
    /// # Errors
    /// `platform.unavailable` when the machine has no randomness.
    pub fn random() -> Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| Fault::unavailable(error.to_string()))?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// 256 random bits in the form of an API token.
    pub fn random_token() -> Result<Self> {
        Self::random().map(|secret| Self(format!("{TOKEN_PREFIX}{}", secret.0)))
    }

    /// The text, for whoever it belongs to.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// The SHA-256 of a secret, in base64. A fast hash is enough, because nobody can guess 256 random bits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SecretHash(String);

impl SecretHash {
    /// The hash of a secret that somebody presents.
    pub fn of(presented: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(presented.as_bytes())))
    }

    /// As kept in the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_secrets_differ_and_their_hash_is_found_again() {
        let (one, other) = (Secret::random().expect("a secret"), Secret::random().expect("a secret"));
        assert_ne!(one.reveal(), other.reveal());
        assert_eq!(one.reveal().len(), 43);
        assert_eq!(SecretHash::of(one.reveal()), one.hash());
        assert_eq!(one.hash().as_str().len(), 43);
        assert_ne!(one.hash().as_str(), one.reveal());
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        let token = Secret::random_token().expect("a secret");
        assert!(token.reveal().starts_with("qd_"));
        assert_eq!(format!("{token:?}"), "Secret(hidden)");
    }
}
