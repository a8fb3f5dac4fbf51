//! Making, checking, using and removing keys.

use db::Tx;
use kernel::{Actor, AuditEntry, Fault, Result, Timestamp};
use serde_json::json;

use super::model::{Algorithm, DkimKey, DkimKeyId, Found, KeyState, judge};
use super::sign::{self, Signing};
use super::store;
use crate::error;
use crate::mailboxes::store as mailboxes;
use crate::permissions::MANAGE_MAILBOXES;
use crate::post::Post;
use crate::words;

/// All keys, by domain.
///
/// # Errors
/// `access.forbidden`
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<DkimKey>> {
    actor.require(MANAGE_MAILBOXES)?;
    store::list(tx)
}

/// Makes a pair of keys for the domain of one of our mailboxes. Nothing is signed with it before its record is found in the DNS.
///
/// # Errors
/// `access.forbidden`, `request.invalid` when no mailbox is at this domain
pub async fn create(post: &Post, actor: &Actor, domain: &str, algorithm: Algorithm) -> Result<DkimKey> {
    actor.require(MANAGE_MAILBOXES)?;
    let domain = idna::domain_to_ascii(domain.trim()).unwrap_or_default();
    // Finding large primes takes a moment: not on a thread that answers others.
    let made = tokio::task::spawn_blocking(move || sign::generate(algorithm));
    let (private_key, public_key) = made.await.map_err(Fault::internal)??;
    let (office, actor) = (post.clone(), actor.clone());
    post.db()
        .write(move |tx| {
            let known = mailboxes::list(tx)?.into_iter().any(|mailbox| ascii(mailbox.address.domain()) == domain);
            if domain.is_empty() || !known {
                return Err(Fault::wrong_field("domain", words::NO_SUCH_DOMAIN));
            }
            let id = tx.id::<DkimKeyId>();
            let private = base64(&private_key);
            let key = DkimKey {
                id,
                domain: domain.clone(),
                selector: selector(tx, algorithm),
                algorithm,
                private_key: office.vault().seal(&private, &DkimKey::secret_place(id))?,
                public_key: public_key.clone(),
                state: KeyState::Next,
                made_at: tx.now(),
                found_at: Timestamp::NEVER,
            };
            store::insert(tx, &key)?;
            note(tx, &actor, "channels.dkim.created", &key)?;
            Ok(key)
        })
        .await
}

fn ascii(domain: &str) -> String {
    idna::domain_to_ascii(domain).unwrap_or_default()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A selector that was never used: a record under an old name would be believed for as long as it is remembered.
fn selector(tx: &mut Tx<'_>, algorithm: Algorithm) -> String {
    let id = tx.id::<DkimKeyId>().to_string();
    let tail = id.rsplit('_').next().unwrap_or_default().to_lowercase();
    format!("qd{}-{tail}", if algorithm == Algorithm::Rsa { "r" } else { "e" })
}

/// Asks the DNS for a key's record.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub async fn check(post: &Post, actor: &Actor, id: DkimKeyId) -> Result<(DkimKey, Found)> {
    actor.require(MANAGE_MAILBOXES)?;
    let key = post.db().read(move |tx| store::find(tx, id)).await?;
    let found = match post.settings().records.text(&key.record_name()).await {
        Ok(record) => judge(&key.public_key, record.as_deref()),
        Err(error) => {
            tracing::warn!(error, "The record of a key could not be looked up.");
            Found::Silent
        }
    };
    let key = post.db().write(move |tx| {
        if found == Found::Right {
            store::found(tx, id)?;
        }
        store::find(tx, id)
    });
    Ok((key.await?, found))
}

/// Signs with this key from now on; the one before of its kind retires. Both records stay until the last mail has arrived.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.dkim_unpublished`
pub fn activate(tx: &mut Tx<'_>, actor: &Actor, id: DkimKeyId) -> Result<DkimKey> {
    actor.require(MANAGE_MAILBOXES)?;
    let key = store::find(tx, id)?;
    if key.found_at.happened().is_none() {
        return Err(error::DKIM_UNPUBLISHED.into());
    }
    store::activate(tx, &key)?;
    note(tx, actor, "channels.dkim.activated", &key)?;
    store::find(tx, id)
}

/// Signs no more with this key; one that signs no more is removed.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: DkimKeyId) -> Result<()> {
    actor.require(MANAGE_MAILBOXES)?;
    let key = store::find(tx, id)?;
    if key.state == KeyState::Active {
        store::retire(tx, id)?;
        return note(tx, actor, "channels.dkim.retired", &key);
    }
    store::remove(tx, id)?;
    note(tx, actor, "channels.dkim.removed", &key)
}

fn note(tx: &mut Tx<'_>, actor: &Actor, action: &'static str, key: &DkimKey) -> Result<()> {
    let detail = json!({ "domain": key.domain, "selector": key.selector });
    tx.audit(actor, AuditEntry { action, thing: key.id.into(), detail })
}

/// What mail from a domain is signed with.
pub(crate) fn signing(tx: &mut Tx<'_>, post: &Post, domain: &str) -> Result<Vec<Signing>> {
    use base64::Engine as _;
    let keys = store::active(tx, &ascii(domain))?;
    keys.into_iter()
        .map(|key| {
            let text = post.vault().open(&key.private_key, &DkimKey::secret_place(key.id))?;
            let private_key = base64::engine::general_purpose::STANDARD.decode(text).map_err(Fault::internal)?;
            Ok(Signing { domain: key.domain, selector: key.selector, algorithm: key.algorithm, private_key })
        })
        .collect()
}
