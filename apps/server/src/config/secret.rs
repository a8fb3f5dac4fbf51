//! The key of this installation: made once, kept in a file that only its owner can read.

use std::fmt::{self, Write as _};
use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::error::ConfigError;

/// 32 random bytes. Whoever has them can read the stored mailbox passwords.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// Returns the bytes, for the code that encrypts and signs.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits, spaces around them ignored.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().as_bytes();
        let mut key = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            *byte = u8::try_from(high * 16 + low).ok()?;
        }
        Some(Self(key))
    }

    /// Returns the key as 64 hexadecimal digits.
    pub(crate) fn digits(&self) -> String {
        self.0.iter().fold(String::new(), |mut digits, byte| {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    }

    /// Reads the key from its file; none when there is no file.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, ConfigError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map(Some).ok_or_else(|| {
                ConfigError::one(format!(
                    "{} does not hold a key of 64 hexadecimal digits; restore it from a backup: without it stored mailbox passwords cannot be read",
                    path.display()
                ))
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(path, error)),
        }
    }

    /// Reads the key from its file, which is created when there is none.
    pub(super) fn read_or_create(path: &Path) -> Result<Self, ConfigError> {
        match Self::read(path)? {
            Some(key) => Ok(key),
            None => Self::create(path).map_err(|error| fault(path, error)),
        }
    }

    fn create(path: &Path) -> std::io::Result<Self> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(std::io::Error::other)?;
        let key = Self(key);
        key.write_new(path)?;
        Ok(key)
    }

    /// Writes the key into a file that is not there yet.
    pub(crate) fn write_new(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Never over an existing file: two processes that start at once must not end up with two keys.
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        std::io::Write::write_all(&mut file, format!("{}\n", self.digits()).as_bytes())?;
        file.sync_all()
    }
}

fn fault(path: &Path, error: std::io::Error) -> ConfigError {
    ConfigError::one(format!("the key in {}: {error}", path.display()))
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::SecretKey;

    #[test]
    fn a_key_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new/secret.key");
        let first = SecretKey::read_or_create(&path).expect("a new key");
        assert_eq!(SecretKey::read_or_create(&path).expect("the same key"), first);
        assert_eq!(path.metadata().expect("the file").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_spoiled_key_is_refused_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");
        std::fs::write(&path, "short").expect("written");
        assert!(SecretKey::read_or_create(&path).is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("still there"), "short");
    }

    #[test]
    fn a_key_does_not_show_itself() {
        let key = SecretKey::parse(&"ab".repeat(32)).expect("a key");
        assert_eq!(format!("{key:?}"), "SecretKey(hidden)");
        assert_eq!(key.bytes(), &[0xab; 32]);
        assert!(SecretKey::parse(&"zz".repeat(32)).is_none());
    }
}
