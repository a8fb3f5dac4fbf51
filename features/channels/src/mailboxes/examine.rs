//! Every active mailbox tried as it is kept, for `quarterdeck doctor`: does our key open its passwords, do its servers answer?

use kernel::Result;

use super::model::Mailbox;
use super::probe::{Step, try_imap, try_smtp};
use super::store;
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
    if let Some(imap) = &mailbox.imap {
        match open(&mailbox.imap_password, "imap") {
            Ok(password) => examined.steps.extend(try_imap(post, imap, &password.unwrap_or_default()).await),
            Err(_) => examined.locked = Some("imap"),
        }
    }
    if let Some(smtp) = &mailbox.smtp {
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
