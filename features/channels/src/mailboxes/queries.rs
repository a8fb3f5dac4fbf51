//! Looking at mailboxes.

use std::collections::HashSet;

use db::Tx;
use kernel::{MailboxId, Result};

use super::model::Mailbox;
use super::store;
use crate::fetch::state::{self, FetchState};

/// All mailboxes with how their fetching stands, oldest first. Everybody who works here may know their addresses.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<(Mailbox, FetchState)>> {
    let mailboxes = store::list(tx)?;
    mailboxes.into_iter().map(|mailbox| state::find(tx, mailbox.id).map(|state| (mailbox, state))).collect()
}

/// One mailbox.
///
/// # Errors
/// `platform.not_found`
pub fn one(tx: &mut Tx<'_>, id: MailboxId) -> Result<(Mailbox, FetchState)> {
    let mailbox = store::find(tx, id)?;
    Ok((mailbox, state::find(tx, id)?))
}

/// The addresses of our own mailboxes, by which our own mail is recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnAddresses(HashSet<String>);

impl OwnAddresses {
    /// As they are now.
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        Ok(Self(store::bases(tx)?.into_iter().collect()))
    }

    /// Whether an address with this base (see [`crate::mail::address::Address::base_key`]) is ours.
    pub fn contains(&self, base_key: &str) -> bool {
        self.0.contains(base_key)
    }
}
