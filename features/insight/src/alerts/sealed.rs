//! Where other systems are told, and the secret by which they know us: sealed, so that whoever reads the database learns neither.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Tx, p, sql};
use kernel::{Actor, Fault, Result, TypedId};
use url::Url;

use super::model::{RuleContent, RuleId};
use super::store;
use crate::events;
use crate::permissions::SETTINGS_MANAGE;

sql! {
    SET = "insert into insight_alert_webhooks (rule_id, host, address, secret, changed_at) values ($1, $2, $3, $4, $5)
           on conflict (rule_id) do update set host = excluded.host, address = excluded.address, changed_at = excluded.changed_at";
    RENEW = "update insight_alert_webhooks set secret = $1, changed_at = $2 where rule_id = $3";
    FIND = "select address, secret from insight_alert_webhooks where rule_id = $1";
    IS_SET = "select rule_id from insight_alert_webhooks where rule_id = $1";
    FORGET = "delete from insight_alert_webhooks where rule_id = $1";
    HOST = "select host from insight_alert_webhooks where rule_id = $1";
}

/// Seals secrets with the installation's key; another room has it.
pub trait Seal: Send + Sync {
    /// Seals a secret for one place; it opens only there.
    ///
    /// # Errors
    /// When the machine has no randomness.
    fn seal(&self, secret: &str, place: &str) -> Result<Vec<u8>>;

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// When it was sealed with another key or for another place.
    fn open(&self, sealed: &[u8], place: &str) -> Result<String>;
}

/// Whoever seals.
pub type Sealing = Arc<dyn Seal>;

/// Where to call, and the secret to sign with.
pub(super) struct Webhook {
    pub(super) address: String,
    pub(super) secret: String,
}

fn address_of(rule: RuleId) -> String {
    format!("insight.webhook/{rule}/address")
}

fn secret_of(rule: RuleId) -> String {
    format!("insight.webhook/{rule}/secret")
}

/// 256 random bits.
fn random() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Fault::unavailable(error.to_string()))?;
    Ok(format!("qdh_{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// Does with the address of a rule what its content says: nothing is kept as it is, an empty one is forgotten. A secret that is
/// there stays.
pub(super) fn follow(tx: &mut Tx<'_>, seal: &dyn Seal, rule: RuleId, content: &RuleContent) -> Result<()> {
    match content.webhook.as_deref() {
        None => Ok(()),
        Some("") => forget(tx, rule),
        Some(address) => {
            let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
            let sealed = seal.seal(address, &address_of(rule))?;
            let (secret, now) = (seal.seal(&random()?, &secret_of(rule))?, tx.now());
            tx.exec(SET, p![rule, host, sealed, secret, now]).map(drop)
        }
    }
}

/// Nobody is told any more.
pub(super) fn forget(tx: &mut Tx<'_>, rule: RuleId) -> Result<()> {
    tx.exec(FORGET, p![rule]).map(drop)
}

/// The host that is told; none when nobody is.
pub(super) fn host(tx: &mut Tx<'_>, rule: RuleId) -> Result<Option<String>> {
    tx.opt(HOST, p![rule], |row| row.take())
}

/// Whether somebody is told.
pub(super) fn is_set(tx: &mut Tx<'_>, rule: RuleId) -> Result<bool> {
    Ok(tx.opt(IS_SET, p![rule], |row| row.take::<RuleId>())?.is_some())
}

/// Where to call; none when nobody is to be told any more.
pub(super) fn find(tx: &mut Tx<'_>, seal: &dyn Seal, rule: RuleId) -> Result<Option<Webhook>> {
    let kept = tx.opt(FIND, p![rule], |row| Ok((row.take::<Vec<u8>>()?, row.take::<Vec<u8>>()?)))?;
    let Some((address, secret)) = kept else { return Ok(None) };
    let (address, secret) = (seal.open(&address, &address_of(rule))?, seal.open(&secret, &secret_of(rule))?);
    Ok(Some(Webhook { address, secret }))
}

/// Makes another secret, which is told this once; calls are signed with it from now on.
///
/// # Errors
/// `access.forbidden`, `platform.not_found` for rules that tell nobody
pub fn renew(tx: &mut Tx<'_>, actor: &Actor, seal: &dyn Seal, rule: RuleId) -> Result<String> {
    actor.require(SETTINGS_MANAGE)?;
    let metric = store::rule(tx, rule)?.content.measure.metric;
    let (secret, now) = (random()?, tx.now());
    let sealed = seal.seal(&secret, &secret_of(rule))?;
    if tx.exec(RENEW, p![sealed, now, rule])? == 0 {
        return Err(Fault::not_found());
    }
    events::tell(tx, actor, events::alert_rule("changed", rule, &metric))?;
    Ok(secret)
}

/// Seals addresses that an older release kept in the open.
///
/// # Errors
/// Trouble with the store.
pub fn seal_old(tx: &mut Tx<'_>, seal: &dyn Seal) -> Result<()> {
    let mut after = 0;
    loop {
        let rules = store::rules(tx, after)?;
        let Some(last) = rules.last() else { return Ok(()) };
        after = last.id.raw();
        for rule in rules.iter().filter(|rule| rule.content.webhook.as_deref().is_some_and(|it| !it.is_empty())) {
            follow(tx, seal, rule.id, &rule.content)?;
            store::keep_content(tx, rule.id, &rule.content)?;
        }
    }
}
