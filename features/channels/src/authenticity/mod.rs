//! Whether a mail is from whom it says: SPF, DKIM, DMARC and ARC, as far as they can be told.
//!
//! `origin` finds out who handed the mail in, `check` asks, `model` decides what it means, `names` looks names up. What cannot be
//! looked up holds no mail back: it is "could not be checked", and a job asks again later. Why it is done so is told in
//! `docs/decisions/0010-who-a-mail-is-from.md`.

mod check;
pub mod http;
pub mod model;
pub mod names;
pub mod origin;
pub mod queries;
pub(crate) mod recheck;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::model::Findings;
use self::names::Names;
use self::origin::origin;
use crate::intake::envelope::Envelope;
use crate::post::Post;

/// What the administrator says about checking senders.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Where names are looked up; without it nothing is checked.
    pub names: Names,
    /// The names our own receiving mail servers give themselves, whose notes on top of a mail are believed. In lower case.
    pub receiving_servers: Vec<String>,
    /// Domains of forwarders whose ARC seals are believed. In lower case.
    pub trusted_forwarders: Vec<String>,
}

/// Checks a mail. There is always an answer, whatever the mail is and whatever the name servers do.
pub(crate) async fn check(post: &Post, raw: Arc<Vec<u8>>, envelope: Option<Envelope>) -> Findings {
    let policy = post.settings().senders.clone();
    let names = policy.names.clone();
    let Some(resolver) = names.ready() else { return Findings::unchecked(&raw) };
    let mail = Arc::clone(&raw);
    // Hashing a large mail takes a while, and the checking library must not take the job down with it, whatever the mail is.
    let checked = tokio::task::spawn_blocking(move || {
        let origin = origin(&mail, envelope.as_ref(), &policy.receiving_servers);
        let asking = tokio::time::timeout(names::PATIENCE, check::check(&mail, &origin, &policy, &resolver));
        tokio::runtime::Handle::current().block_on(asking)
    });
    match checked.await {
        Ok(Ok(findings)) => {
            names.answered();
            findings
        }
        Ok(Err(_)) => {
            names.silent();
            Findings::unchecked(&raw)
        }
        Err(panic) => {
            tracing::error!(cause = %panic, "The check of a mail's sender failed; the mail is placed without it.");
            Findings::unchecked(&raw)
        }
    }
}
