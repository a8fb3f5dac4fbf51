//! Looking at mailboxes.

use std::collections::{HashMap, HashSet};

use db::Tx;
use kernel::{MailboxId, Result, TeamId};

use super::model::Mailbox;
use super::store;
use crate::consent::model::Consent;
use crate::consent::store as store_of_consents;
use crate::fetch::skipped::{self, Skipped};
use crate::fetch::state::{self, FetchState};

/// How the fetching of a mailbox stands, with the mails it had to pass over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// How it stands.
    pub state: FetchState,
    /// How many mails were passed over.
    pub skipped_count: i64,
    /// The first of them that are tried again.
    pub skipped: Vec<Skipped>,
    /// What its provider allowed.
    pub consent: Option<Consent>,
}

fn standing(tx: &mut Tx<'_>, id: MailboxId) -> Result<Standing> {
    let (skipped_count, skipped) = skipped::list(tx, id)?;
    Ok(Standing { state: state::find(tx, id)?, skipped_count, skipped, consent: store_of_consents::consent(tx, id)? })
}

/// All mailboxes with how their fetching stands, oldest first. Everybody who works here may know their addresses.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<(Mailbox, Standing)>> {
    let mailboxes = store::list(tx)?;
    mailboxes.into_iter().map(|mailbox| standing(tx, mailbox.id).map(|standing| (mailbox, standing))).collect()
}

/// One mailbox.
///
/// # Errors
/// `platform.not_found`
pub fn one(tx: &mut Tx<'_>, id: MailboxId) -> Result<(Mailbox, Standing)> {
    let mailbox = store::find(tx, id)?;
    Ok((mailbox, standing(tx, id)?))
}

/// The addresses of our own mailboxes, by which our own mail is recognised, and the teams whose mail they take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnAddresses {
    bases: HashSet<String>,
    teams: HashMap<MailboxId, TeamId>,
}

impl OwnAddresses {
    /// As they are now.
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let mut all = Self::default();
        for (base, mailbox, team) in store::own(tx)? {
            all.bases.insert(base);
            all.teams.extend(team.map(|team| (mailbox, team)));
        }
        Ok(all)
    }

    /// Whether an address with this base (see [`crate::mail::address::Address::base_key`]) is ours.
    pub fn contains(&self, base_key: &str) -> bool {
        self.bases.contains(base_key)
    }

    /// The team that the mail of a mailbox lies with.
    pub fn team_of(&self, mailbox: Option<MailboxId>) -> Option<TeamId> {
        self.teams.get(&mailbox?).copied()
    }
}
