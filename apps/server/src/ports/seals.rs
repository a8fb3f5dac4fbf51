//! Secrets of `insight` are sealed with the key with which `channels` seals the passwords of mailboxes, each for its own place.

use channels::Post;
use insight::alerts::Seal;
use kernel::Result;

/// The seal of the post office.
pub(crate) struct SealOfPost(pub(crate) Post);

impl Seal for SealOfPost {
    fn seal(&self, secret: &str, place: &str) -> Result<Vec<u8>> {
        self.0.vault().seal(secret, place)
    }

    fn open(&self, sealed: &[u8], place: &str) -> Result<String> {
        self.0.vault().open(sealed, place)
    }
}
