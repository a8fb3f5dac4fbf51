//! Every active mailbox tried as it is kept, for `quarterdeck doctor`: does our key open its passwords, do its servers answer?

use delivery::{Cause, Trouble};
use kernel::Result;

use super::model::{Mailbox, SignBy};
use super::probe::{Step, bad, try_fetching, try_smtp};
use super::store;
use crate::consent::token;
use crate::fetch::access::Key;
use crate::fetch::pass::Stop;
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
            Ok(password) => match key(post, mailbox, imap.sign_in, password).await {
                Ok(key) => examined.steps.extend(try_fetching(post, imap, &key).await),
                Err(trouble) => examined.steps.push(bad("imap_login", &trouble)),
            },
            Err(_) => examined.locked = Some("imap"),
        }
    }
    if let Some(smtp) = &mailbox.smtp {
        match open(&mailbox.smtp_password, "smtp") {
            Ok(password) => {
                let mut server = Ok(smtp.server(password, &post.hello(&mailbox.address)));
                if let (SignBy::Consent, Ok(bare)) = (smtp.sign_in, &server) {
                    server = token::for_sending(post, mailbox.id, bare.clone()).await;
                }
                match server {
                    Ok(server) => examined.steps.extend(try_smtp(post, &server, Some(&mailbox.address.address)).await),
                    Err(trouble) => examined.steps.push(bad("smtp_login", &trouble)),
                }
            }
            Err(_) => examined.locked = Some("smtp"),
        }
    }
    examined
}

/// What opens the mailbox on its server: its password, or the access that its owner consented to.
async fn key(
    post: &Post,
    mailbox: &Mailbox,
    by: SignBy,
    password: Option<String>,
) -> std::result::Result<Key, Trouble> {
    if by == SignBy::Password {
        return Ok(Key::Password(password.unwrap_or_default()));
    }
    token::access_token(post, mailbox.id, None).await.map(Key::Token).map_err(|stop| match stop {
        Stop::Server(trouble) => trouble,
        Stop::Us(fault) => Trouble::lasting(Cause::Login, fault.said()),
    })
}
