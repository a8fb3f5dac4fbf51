//! Keeping a mail: the raw bytes, the row and the job to place it are one unit of work, so whoever hands it over may forget it
//! as soon as this returns.

use db::Tx;
use jobs::NewJob;
use kernel::{Actor, Fault, MailboxId, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::brief::brief;
use super::envelope::{self, Envelope};
use super::model::{IntakeId, Reason, Received};
use super::store::{self, Handover, Settled};
use crate::error;
use crate::events;
use crate::post::Post;

/// The job that finds a mail its place.
pub const PLACE: &str = "channels.place";
/// Largest mail that is kept at all.
pub const LARGEST: usize = 150 << 20;

/// What the job needs to know.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct PlaceJob {
    /// The mail.
    pub intake: IntakeId,
}

/// A mail as it is handed over.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The mailbox it came in by.
    pub mailbox: Option<MailboxId>,
    /// `imap`, `pipe`, `smtp` or `lmtp`.
    pub source: &'static str,
    /// The raw bytes.
    pub raw: Vec<u8>,
    /// When it arrived at the mail server; now when absent.
    pub arrived_at: Option<Timestamp>,
    /// It was there before the mailbox was connected.
    pub historic: bool,
    /// Known beforehand to have no place: only kept, with this reason.
    pub refused: Option<Reason>,
}

/// Keeps a mail. When this returns without a fault, the mail is safe.
///
/// # Errors
/// `channels.mail_too_large`, or that disk or database do not take it.
pub async fn receive(post: &Post, incoming: Incoming) -> Result<Received> {
    receive_with(post, incoming, |_| Ok(())).await
}

/// Keeps a mail and does something more in the same unit of work, whether it is new or not.
pub(crate) async fn receive_with<F>(post: &Post, incoming: Incoming, more: F) -> Result<Received>
where
    F: FnMut(&mut Tx<'_>) -> Result<()> + Send + 'static,
{
    receive_enveloped(post, incoming, None, more).await
}

/// As [`receive_with`], with what the mail server said beside the mail. When the mail is known already, so is its envelope.
pub(crate) async fn receive_enveloped<F>(
    post: &Post,
    incoming: Incoming,
    envelope: Option<Envelope>,
    mut more: F,
) -> Result<Received>
where
    F: FnMut(&mut Tx<'_>) -> Result<()> + Send + 'static,
{
    if incoming.raw.len() > LARGEST {
        return Err(error::MAIL_TOO_LARGE.into());
    }
    let (files, limits) = (post.files().clone(), post.settings().limits);
    let look = tokio::task::spawn_blocking(move || {
        let glance = brief(&incoming.raw, &limits);
        files.prepare(&incoming.raw).map(|blob| (glance, blob, incoming))
    });
    let (glance, blob, incoming) = look.await.map_err(Fault::internal)??;
    post.db()
        .write(move |tx| {
            let id = tx.id::<IntakeId>();
            let mail = Handover {
                mailbox: incoming.mailbox,
                source: incoming.source,
                blob: blob.hash(),
                size: blob.size(),
                brief: &glance,
                arrived_at: incoming.arrived_at.unwrap_or_else(|| tx.now()).min(tx.now()),
                historic: incoming.historic,
            };
            let is_new = store::insert(tx, id, mail)?;
            more(tx)?;
            if !is_new {
                let known = store::known(tx, &glance.content_key, incoming.mailbox)?;
                return known.map(Received::Duplicate).ok_or_else(|| Fault::internal("a mail is known and is not"));
            }
            blob.save(tx)?;
            if let Some(envelope) = &envelope {
                envelope::save(tx, id, envelope)?;
            }
            if let Some(reason) = incoming.refused {
                settle_refused(tx, id, incoming.mailbox, reason)?;
                return Ok(Received::New(id));
            }
            jobs::enqueue(tx, NewJob::now(PLACE, PlaceJob { intake: id }).once_for(id))?;
            Ok(Received::New(id))
        })
        .await
}

fn settle_refused(tx: &mut Tx<'_>, id: IntakeId, mailbox: Option<MailboxId>, reason: Reason) -> Result<()> {
    let (state, why) = (reason.state(), String::new());
    let settled = Settled { state, reason: reason.code(), detail: "", why, conversation: None, message: None };
    store::settle(tx, id, settled)?;
    tx.emit(&Actor::system(), events::kept(id, mailbox, reason.code()))
}
