//! An import from its beginning, or from where it was interrupted, to its end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use db::Tx;
use futures::StreamExt;
use kernel::{Fault, FaultKind, MailboxId, Result, Timestamp};
use tokio::sync::mpsc;

use super::batch::{self, Batch, Care};
use super::found::{Archive, Found, Mails};
use super::model::{Counts, Progress};
use super::rehearse::Rehearsal;
use super::store::{self, Import};
use crate::error;
use crate::intake::deliver::named;
use crate::post::Post;

/// Mails and bytes of one portion beside a server: it must not keep others from writing for long, and on PostgreSQL, where a
/// portion takes longer, not from seeing what was written (the log is read up to the oldest unit of work that is under way).
const BESIDE: (usize, usize) = (16, 2 << 20);
/// The same where nobody else writes: pages that every mail touches are then written once for more of them.
const ALONE: (usize, usize) = (256, 8 << 20);
/// Portions prepared at once.
const AHEAD: usize = 3;
/// Conversations whose newest mail is younger are left open: somebody may still wait for an answer.
pub(super) const RECENT: Duration = Duration::from_hours(14 * 24);

/// What to import.
#[derive(Debug, Clone)]
pub struct Order {
    /// From where.
    pub archive: Archive,
    /// The mailbox whose mail it is, by its address.
    pub mailbox: String,
    /// Mails that arrived before are passed over.
    pub since: Option<Timestamp>,
    /// Only says what would happen.
    pub rehearse: bool,
    /// Rest for this part of the time, so that a server beside it can write: 0 for none.
    pub rest: f64,
}

/// Imports an archive; `tell` hears after each portion.
///
/// # Errors
/// `channels.mailbox_unknown`, `channels.archive_unreadable`, or that disk or database do not take it: what was told is kept, and the same
/// order goes on from there.
pub async fn import(post: &Post, order: &Order, mut tell: impl FnMut(Progress)) -> Result<Counts> {
    let mailbox = named(post, &order.mailbox).await.map_err(|_| Fault::from(error::MAILBOX_UNKNOWN))?;
    let mut work = Work::begin(post, order, mailbox).await?;
    let (mails, total, before) = order.archive.mails(&work.import.place)?;
    let (started, already, mut done) = (Instant::now(), work.import.counts.read, before);
    let portions = read_ahead(mails, if order.rest > 0.0 { BESIDE } else { ALONE });
    let now = post.db().clock().now();
    let (preparing, since) = (post.clone(), order.since);
    let mut ready = std::pin::pin!(
        futures::stream::unfold(portions, |mut portions| async { portions.recv().await.map(|some| (some, portions)) })
            .map(|some| {
                let post = preparing.clone();
                async move {
                    let portion = some?;
                    let prepared = tokio::task::spawn_blocking(move || batch::ready(&post, portion, since, now));
                    prepared.await.map_err(Fault::internal)?
                }
            })
            .buffered(AHEAD)
    );
    while let Some(batch) = ready.next().await {
        let batch = batch?;
        done += batch.size;
        work.take(batch).await?;
        let counts = work.import.counts;
        let rate = (counts.read - already) as f64 / started.elapsed().as_secs_f64().max(0.001);
        let part = if total == 0 { 1.0 } else { done as f64 / total as f64 };
        tell(Progress { counts, part, rate, rest: rest(started.elapsed(), done - before, total.saturating_sub(done)) });
    }
    work.end().await
}

/// What remains when it goes on like this.
fn rest(spent: Duration, done: u64, left: u64) -> Option<Duration> {
    (done > 0 && spent.as_secs() >= 1).then(|| spent.mul_f64(left as f64 / done as f64))
}

/// Reads portions on a thread of its own; a few wait to be taken, no more.
fn read_ahead(mails: Mails, (most, most_bytes): (usize, usize)) -> mpsc::Receiver<Result<Vec<Found>>> {
    let (sender, portions) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let (mut portion, mut bytes) = (Vec::new(), 0);
        for found in mails {
            match found {
                Err(fault) => {
                    // What was read before is kept before the fault is told.
                    let _ = sender.blocking_send(Ok(std::mem::take(&mut portion)));
                    let _ = sender.blocking_send(Err(fault));
                    return;
                }
                Ok(found) => {
                    bytes += found.raw.as_ref().map_or(0, Vec::len);
                    portion.push(found);
                }
            }
            if portion.len() >= most || bytes >= most_bytes {
                bytes = 0;
                if sender.blocking_send(Ok(std::mem::take(&mut portion))).is_err() {
                    return;
                }
            }
        }
        let _ = sender.blocking_send(Ok(portion));
    });
    portions
}

struct Work {
    post: Post,
    mailbox: MailboxId,
    import: Import,
    rehearsal: Option<Rehearsal>,
    rest: f64,
}

impl Work {
    async fn begin(post: &Post, order: &Order, mailbox: MailboxId) -> Result<Self> {
        let since = order.since.map_or(0, Timestamp::micros);
        let archive = format!("{}\n{since}", order.archive.key());
        let (rehearsal, import) = if order.rehearse {
            (Some(Rehearsal::default()), Import::rehearsed())
        } else {
            (None, post.db().write(move |tx| store::begin(tx, &archive, mailbox)).await?)
        };
        Ok(Self { post: post.clone(), mailbox, import, rehearsal, rest: order.rest })
    }

    async fn take(&mut self, batch: Batch) -> Result<()> {
        if batch.counts.read == 0 {
            return Ok(());
        }
        if let Some(rehearsal) = &mut self.rehearsal {
            let counts = rehearsal.count(&self.post, self.mailbox, &batch).await?;
            self.import.counts = self.import.counts.plus(counts);
            return Ok(());
        }
        let (post, mailbox, import, batch) = (self.post.clone(), self.mailbox, self.import.clone(), Arc::new(batch));
        let begun = Instant::now();
        let (office, into, portion) = (post.clone(), import.clone(), Arc::clone(&batch));
        let kept = post.db().write(move |tx| batch::keep(tx, (&office, Care::Hasty), mailbox, &into, &portion)).await;
        self.import.counts = match kept {
            Ok(counts) => counts,
            Err(fault) if fault.kind() == FaultKind::Unavailable => return Err(fault),
            Err(_) => {
                let office = post.clone();
                let careful =
                    move |tx: &mut Tx<'_>| batch::keep(tx, (&office, Care::EachMail), mailbox, &import, &batch);
                post.db().write(careful).await?
            }
        };
        if self.rest > 0.0 {
            tokio::time::sleep(begun.elapsed().mul_f64(self.rest)).await;
        }
        Ok(())
    }

    /// Old conversations are done; the import has ended.
    async fn end(self) -> Result<Counts> {
        if self.rehearsal.is_some() {
            return Ok(self.import.counts);
        }
        let id = self.import.id;
        loop {
            let post = self.post.clone();
            let settled = self.post.db().write(move |tx| {
                let before = store::old(tx.now());
                let some = store::some_opened(tx, id)?;
                for conversation in &some {
                    post.desk().settle_if_old(tx, *conversation, before)?;
                }
                match some.last() {
                    Some(last) => store::looked_at(tx, id, *last).map(|()| true),
                    None => Ok(false),
                }
            });
            if !settled.await? {
                break;
            }
        }
        self.post.db().write(move |tx| store::end(tx, id)).await?;
        Ok(self.import.counts)
    }
}
