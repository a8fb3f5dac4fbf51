//! Every active mailbox tried as it is kept, for `quarterdeck doctor`: does our key open its passwords, do its servers answer?

use kernel::Result;

use super::model::{Mailbox, SignBy};
use super::probe::{Step, try_fetching, try_smtp};
use super::store;
use crate::fetch::access::Key;
use crate::post::Post;

/// What was found of one mailbox.
#[derive(Debug)]
pub struct Examined {
    /// Its address.
    pub address: String,
    /// A password that our key does not open: `imap` or `smtp`.
    pub locked: Option<&'static str>,
    /// What the servers said, step by step; nothing of those whose password is locked.
    pub steps: Vec<Step>,
}

/// Tries every active mailbox. Reads no mail, sends none.
///
/// # Errors
/// `platform.unavailable` when the database goes away.
pub async fn examine(post: &Post) -> Result<Vec<Examined>> {
    let mailboxes = post.db().read(store::list).await?;
    let mut found = Vec::new();
    for mailbox in mailboxes.into_iter().filter(|mailbox| mailbox.active) {
        found.push(one(post, &mailbox).await);
    }
    Ok(found)
}

async fn one(post: &Post, mailbox: &Mailbox) -> Examined {
    let address = mailbox.address.address.clone();
    let mut examined = Examined { address, locked: None, steps: Vec::new() };
    let open = |sealed: &Option<Vec<u8>>, what: &str| {
        let place = Mailbox::secret_place(mailbox.id, what);
        sealed.as_deref().map(|sealed| post.vault().open(sealed, &place)).transpose()
    };
    // A consent is renewed by whoever fetches, and whether it holds is told by how the mailbox fetches: here nothing is changed.
    if let Some(imap) = mailbox.imap.as_ref().filter(|imap| imap.sign_in == SignBy::Password) {
        match open(&mailbox.imap_password, "imap") {
            Ok(password) => {
                let key = Key::Password(password.unwrap_or_default());
                examined.steps.extend(try_fetching(post, imap, &key).await);
            }
            Err(_) => examined.locked = Some("imap"),
        }
    }
    if let Some(smtp) = mailbox.smtp.as_ref().filter(|smtp| smtp.sign_in == SignBy::Password) {
        match open(&mailbox.smtp_password, "smtp") {
            Ok(password) => {
                let server = smtp.server(password, &post.hello(&mailbox.address));
                examined.steps.extend(try_smtp(post, &server, Some(&mailbox.address.address)).await);
            }
            Err(_) => examined.locked = Some("smtp"),
        }
    }
    examined
}
