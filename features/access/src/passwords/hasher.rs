//! Argon2id, on blocking threads and only a few at a time.

use std::sync::Arc;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use kernel::{Fault, Result};
use tokio::sync::Semaphore;

/// What is kept of a password, in the PHC text form.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// As kept in the database; empty when nobody can sign in with a password.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// As read from the database.
    pub(crate) fn from_stored(text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self(text))
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(hidden)")
    }
}

/// Hashes and compares passwords. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Hasher {
    cost: Params,
    /// Each run takes 19 MiB and a core for some 20 ms; a flood of sign-ins must not take them all.
    turns: Arc<Semaphore>,
}

impl Hasher {
    /// The cost that OWASP's Password Storage Cheat Sheet asks for: 19 MiB, 2 passes, 1 lane.
    pub fn owasp() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { cost: Params::DEFAULT, turns: Arc::new(Semaphore::new(cores)) }
    }

    /// The least that argon2 allows: for tests and throw-away data.
    pub fn cheap() -> Self {
        let cost = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None).unwrap_or_default();
        Self { cost, turns: Arc::new(Semaphore::new(8)) }
    }

    /// Hashes a password with a random salt.
    ///
    /// # Errors
    /// `platform.unavailable` when the process is about to end.
    pub async fn hash(&self, password: String) -> Result<PasswordHash> {
        let cost = self.cost.clone();
        self.in_turn(move || {
            let hash: phc::PasswordHash = algorithm(cost).hash_password(password.as_bytes()).map_err(failed)?;
            Ok(PasswordHash(hash.to_string()))
        })
        .await
    }

    /// Whether a password belongs to a hash. Without a hash it works as long and says no, so that the time tells nothing.
    ///
    /// # Errors
    /// An internal fault when the hash is not readable.
    pub async fn matches(&self, password: String, hash: Option<PasswordHash>) -> Result<bool> {
        let (cost, nobodys) = (self.cost.clone(), self.nobodys_hash());
        self.in_turn(move || {
            let known = hash.is_some();
            let text = hash.map_or(nobodys, |hash| hash.0);
            let parsed = phc::PasswordHash::new(&text).map_err(failed)?;
            match algorithm(cost).verify_password(password.as_bytes(), &parsed) {
                Ok(()) => Ok(known),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(failed(error)),
            }
        })
        .await
    }

    /// Whether a hash was made at another cost than today's, so that it is made anew when the password is next seen.
    pub fn is_outdated(&self, hash: &PasswordHash) -> bool {
        !hash.0.starts_with(&self.cost_text())
    }

    fn cost_text(&self) -> String {
        let (memory, passes, lanes) = (self.cost.m_cost(), self.cost.t_cost(), self.cost.p_cost());
        format!("$argon2id$v=19$m={memory},t={passes},p={lanes}$")
    }

    /// The hash of no password, at today's cost.
    fn nobodys_hash(&self) -> String {
        format!("{}{}${}", self.cost_text(), "A".repeat(22), "A".repeat(43))
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Fault::unavailable)?;
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        });
        done.await.map_err(Fault::internal)?
    }
}

fn algorithm(cost: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost)
}

fn failed(error: impl std::fmt::Display) -> Fault {
    Fault::internal(format!("the password could not be hashed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_belongs_to_its_hash_and_no_other_does() {
        let hasher = Hasher::cheap();
        let hash = hasher.hash("correct horse".into()).await.expect("a hash");
        assert!(hasher.matches("correct horse".into(), Some(hash.clone())).await.expect("an answer"));
        assert!(!hasher.matches("wrong horse".into(), Some(hash.clone())).await.expect("an answer"));
        assert!(!hasher.matches("correct horse".into(), None).await.expect("an answer"));
        assert_ne!(hasher.hash("correct horse".into()).await.expect("a hash"), hash, "each hash has its own salt");
        assert_eq!(format!("{hash:?}"), "PasswordHash(hidden)");
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_outdated() {
        let (cheap, owasp) = (Hasher::cheap(), Hasher::owasp());
        let hash = cheap.hash("correct horse".into()).await.expect("a hash");
        assert!(!cheap.is_outdated(&hash));
        assert!(owasp.is_outdated(&hash));
        assert_eq!(owasp.cost_text(), "$argon2id$v=19$m=19456,t=2,p=1$");
    }
}
