//! A mail piped in by a mail server: `quarterdeck deliver`. Works beside a running server and without one.

use kernel::{Fault, MailboxId, Result};

use super::model::Received;
use super::receive::{Incoming, receive};
use crate::error;
use crate::mail::address::Address;
use crate::mail::letter::{Letter, Limits};
use crate::mail::parse::glance;
use crate::mailboxes::store;
use crate::post::Post;

/// Keeps a piped mail; when this returns without a fault it is committed and the mail server may forget it.
///
/// `recipient` is the address it was sent to, when the mail server says so; else it is read from the mail. A mail for nobody we
/// know is kept too, among those that could not be placed.
///
/// # Errors
/// `channels.mailbox_unknown` when a recipient is given that is not ours; `channels.mail_too_large`; or that disk or database do
/// not take it (the mail server should try again: exit status 75).
pub async fn deliver(post: &Post, recipient: Option<&str>, raw: Vec<u8>) -> Result<Received> {
    let mailbox = match recipient {
        Some(recipient) => Some(named(post, recipient).await?),
        None => found_in(post, &raw).await?,
    };
    receive(post, Incoming { mailbox, source: "pipe", raw, arrived_at: None, historic: false, refused: None }).await
}

/// The mailbox with that address.
pub(crate) async fn named(post: &Post, recipient: &str) -> Result<MailboxId> {
    let address = Address::parse(recipient).ok_or_else(|| Fault::from(error::MAILBOX_UNKNOWN))?;
    let found = post.db().read(move |tx| store::by_base(tx, &address.base_key())).await?;
    found.ok_or_else(|| error::MAILBOX_UNKNOWN.into())
}

async fn found_in(post: &Post, raw: &[u8]) -> Result<Option<MailboxId>> {
    let unlimited = Limits { bytes: usize::MAX, parts: usize::MAX, ..post.settings().limits };
    let letter = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| glance(raw, &unlimited)));
    let Ok(Ok(letter)) = letter else { return Ok(None) };
    let candidates = candidates(&letter);
    post.db()
        .read(move |tx| {
            for base in &candidates {
                if let Some(mailbox) = store::by_base(tx, base)? {
                    return Ok(Some(mailbox));
                }
            }
            Ok(None)
        })
        .await
}

/// Addresses the mail may have been delivered to, most telling first.
fn candidates(letter: &Letter) -> Vec<String> {
    let mut bases: Vec<String> =
        letter.delivered_to().iter().chain(letter.recipients()).map(Address::base_key).collect();
    let mut seen = std::collections::HashSet::new();
    bases.retain(|base| seen.insert(base.clone()));
    bases.truncate(200);
    bases
}
