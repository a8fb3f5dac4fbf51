//! The secret of a link: shown once, kept as its hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Fault, Result};
use sha2::{Digest, Sha256};

/// What a secret begins with, so that scanners for leaked secrets can find it; no API token begins so.
const PREFIX: &str = "qdw_";
/// Characters by which a manager tells one link from another.
const HINT: usize = 10;

/// The secret of a link, in the clear. It shows itself only when asked by name, never in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// 256 random bits.
    ///
    /// # Errors
    /// `platform.unavailable` when the machine has no randomness.
    pub fn random() -> Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| Fault::unavailable(error.to_string()))?;
        Ok(Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The text, for whoever made it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The first characters.
    pub(crate) fn hint(&self) -> String {
        self.0.chars().take(HINT).collect()
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(hidden)")
    }
}

/// The hash of what somebody presents. A fast hash is enough, because nobody can guess 256 random bits.
pub(crate) fn hash(presented: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(presented.as_bytes()))
}
