//! Taking mail out of a folder: in order, one mail at a time, each marked on the server only after it is ours.
//!
//! Two lanes: what comes, and what lay there before. What comes goes first; of the rest one bounded batch is taken at a time, so
//! that nobody's new mail waits behind a hundred thousand old ones.

use std::time::Instant;

use delivery::{Cause, Trouble};
use kernel::{Fault, FaultKind, MailboxId, Timestamp};

use super::mark::{Abilities, mark};
use super::skipped::{self, Name};
use super::state::{self, Backlog, Lane};
use super::talk::{Entry, Failed, Talk};
use crate::intake::model::Reason;
use crate::intake::receive::{Incoming, LARGEST, receive_with};
use crate::mailboxes::model::Imap;
use crate::post::Post;
use crate::why::Told;
use crate::words;

/// Mails asked about at once.
const BATCH: usize = 100;
/// Bytes of a batch after which new mail is looked for.
const BATCH_BYTES: usize = 64 << 20;
/// Numbers searched at once: an answer stays small however full the folder is.
const WINDOW: i64 = 20_000;

/// Why a pass ended early.
#[derive(Debug)]
pub enum Stop {
    /// The mail server.
    Server(Trouble),
    /// Our own side.
    Us(Fault),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Server(trouble)
    }
}

impl From<Failed> for Stop {
    fn from(failed: Failed) -> Self {
        Self::Server(failed.trouble())
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Us(fault)
    }
}

/// Mail below a number that arrived before an instant. Servers number mail that was copied or restored as they like, so the
/// number alone does not tell; and mail that a person moves into the folder later is taken however old it is.
#[derive(Debug, Clone, Copy)]
pub struct PassedOver {
    /// Only numbers below this one.
    pub below: u32,
    /// Only mail that arrived before.
    pub before: Timestamp,
}

impl PassedOver {
    fn covers(self, entry: Entry) -> bool {
        entry.uid < self.below && entry.arrived_at.is_some_and(|at| at.seconds() < self.before.seconds())
    }
}

/// A folder on its way into the house.
pub struct Pass<'a> {
    /// Where it comes to.
    pub post: &'a Post,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Its settings.
    pub imap: Imap,
    /// Mail that arrived before is history.
    pub made_at: Timestamp,
    /// The numbering the numbers belong to.
    pub uid_validity: i64,
    /// What the server can do.
    pub can: Abilities,
    /// What lay in the folder at the first look and is passed over.
    pub passed_over: Option<PassedOver>,
    /// The last mail that was taken or passed over.
    pub last: i64,
    /// Below this number mail may be waiting in great number.
    pub below: i64,
    /// What lay there before.
    pub backlog: Backlog,
    /// Numbers of the backlog that were looked for already.
    pub old: Window,
    /// Microseconds a mail of the backlog takes.
    pub pace: i64,
    /// Why mail cannot be marked, as it is noted.
    pub warning: Option<Told>,
    /// So many mails are asked about one by one, because an answer about a hundred could not be read.
    pub careful: &'a mut u32,
}

impl Pass<'_> {
    /// Takes everything that came.
    pub async fn take_new(&mut self, talk: &mut Talk) -> Result<(), Stop> {
        loop {
            let found = window(talk, self.last, self.below, true).await?;
            let mut rest = found.numbers.as_slice();
            while !rest.is_empty() {
                rest = self.take_batch(talk, Lane::New, rest).await?;
                let waiting = self.backlog.waiting() + i64::try_from(rest.len()).unwrap_or(i64::MAX);
                self.note(Lane::New, waiting.max(i64::from(!found.to_the_end))).await?;
            }
            if found.to_the_end {
                return Ok(self.note(Lane::New, self.backlog.waiting()).await?);
            }
            self.last = found.covered;
        }
    }

    /// Takes one batch of what lay there before.
    pub async fn take_old(&mut self, talk: &mut Talk) -> Result<(), Stop> {
        let began = Instant::now();
        if self.old.numbers.is_empty() {
            self.old = window(talk, self.backlog.uid, self.backlog.end, false).await?;
        }
        let numbers = std::mem::take(&mut self.old.numbers);
        let rest = self.take_batch(talk, Lane::Backlog, &numbers).await?.to_vec();
        let taken = i64::try_from(numbers.len() - rest.len()).unwrap_or(i64::MAX);
        self.backlog.done += taken;
        if rest.is_empty() {
            self.backlog.uid = self.old.covered;
        }
        self.old.numbers = rest;
        if self.backlog.uid >= self.backlog.end {
            self.backlog = Backlog::default();
        }
        if taken > 0 {
            let micros = i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX) / taken;
            self.pace = if self.pace == 0 { micros } else { (self.pace * 7 + micros) / 8 };
        }
        Ok(self.note(Lane::Backlog, self.backlog.waiting()).await?)
    }

    async fn note(&self, lane: Lane, waiting: i64) -> Result<(), Fault> {
        let (mailbox, uid_validity, backlog, pace) = (self.mailbox, self.uid_validity, self.backlog, self.pace);
        let uid = if lane == Lane::New { self.last } else { backlog.uid };
        let noted = self.post.db().write(move |tx| {
            state::advance(tx, mailbox, uid_validity, lane, uid)?;
            state::backlog(tx, mailbox, backlog.end, backlog.done, pace)?;
            state::fetched(tx, mailbox, waiting)
        });
        noted.await
    }

    fn move_on(&mut self, lane: Lane, uid: u32) {
        let at = if lane == Lane::New { &mut self.last } else { &mut self.backlog.uid };
        *at = i64::from(uid);
    }

    /// Takes a bounded number of mails and bytes; gives the numbers that are left.
    async fn take_batch<'n>(&mut self, talk: &mut Talk, lane: Lane, numbers: &'n [u32]) -> Result<&'n [u32], Stop> {
        let careful = *self.careful > 0;
        let (batch, rest) = numbers.split_at(numbers.len().min(if careful { 1 } else { BATCH }));
        let entries = match talk.entries(batch, self.can.by_labels).await {
            Ok(entries) => entries,
            Err(failed) => return self.unknown(lane, batch, rest, failed).await,
        };
        *self.careful = self.careful.saturating_sub(1);
        let mut bytes = 0;
        for (taken, uid) in batch.iter().enumerate() {
            if bytes > BATCH_BYTES {
                return Ok(&numbers[taken..]);
            }
            let known = entries.binary_search_by_key(uid, |entry| entry.uid).ok().map(|at| entries[at]);
            // What the server does not describe it may still have.
            let entry = known.unwrap_or(Entry { uid: *uid, ..Entry::default() });
            bytes += entry.size;
            if !entry.is_draft && !self.passed_over.is_some_and(|over| over.covers(entry)) {
                self.take_one(talk, Some(lane), entry).await?;
            }
            self.move_on(lane, *uid);
        }
        Ok(rest)
    }

    /// The server did not say what these mails are. Of a hundred one may be at fault: next they are asked about one by one.
    async fn unknown<'n>(
        &mut self,
        lane: Lane,
        batch: &[u32],
        rest: &'n [u32],
        failed: Failed,
    ) -> Result<&'n [u32], Stop> {
        let alone = batch.len() == 1;
        if !matches!(failed, Failed::Lost(_)) && !alone {
            *self.careful = u32::try_from(BATCH).unwrap_or(u32::MAX);
        }
        if !alone {
            return Err(failed.into());
        }
        let entry = Entry { uid: batch[0], ..Entry::default() };
        self.skip(Some(lane), entry, failed).await?;
        self.move_on(lane, entry.uid);
        Ok(rest)
    }

    async fn take_one(&mut self, talk: &mut Talk, lane: Option<Lane>, entry: Entry) -> Result<(), Stop> {
        let too_large = entry.size > LARGEST;
        let raw = match talk.body(entry, too_large).await {
            Ok(Some(raw)) => raw,
            // Somebody removed it meanwhile.
            Ok(None) => return Ok(self.forget(entry).await?),
            Err(failed) => return self.skip(lane, entry, failed).await,
        };
        if let Err(fault) = self.keep(lane, entry, raw, too_large).await {
            if fault.kind() != FaultKind::Internal {
                return Err(fault.into());
            }
            tracing::error!(cause = fault.causes(), uid = entry.uid, "A fetched mail cannot be kept.");
            let trouble = Trouble::passing(Cause::Unprepared, words::NOT_KEPT);
            return self.skip(lane, entry, Failed::Lost(trouble)).await.map_err(|_| Stop::Us(fault));
        }
        if too_large {
            return Ok(());
        }
        match mark(talk, &self.imap, self.can, entry.uid).await {
            Ok(()) => Ok(self.warn(None).await?),
            Err(Failed::Refused(trouble)) => Ok(self.warn(Some(Told::from(&trouble))).await?),
            Err(broken) => Err(broken.into()),
        }
    }

    async fn keep(&self, lane: Option<Lane>, entry: Entry, raw: Vec<u8>, too_large: bool) -> Result<(), Fault> {
        let incoming = Incoming {
            mailbox: Some(self.mailbox),
            source: "imap",
            raw,
            arrived_at: entry.arrived_at,
            historic: entry.arrived_at.is_some_and(|at| at.seconds() < self.made_at.seconds()),
            refused: too_large.then_some(Reason::TooLarge),
        };
        let (mailbox, name) = (self.mailbox, self.name(entry));
        receive_with(self.post, incoming, move |tx| {
            skipped::forget(tx, mailbox, &name)?;
            lane.map_or(Ok(()), |lane| state::advance(tx, mailbox, name.uid_validity, lane, name.uid))
        })
        .await
        .map(drop)
    }

    fn name(&self, entry: Entry) -> Name {
        Name { uid_validity: self.uid_validity, uid: i64::from(entry.uid), unique_name: String::new() }
    }

    async fn forget(&self, entry: Entry) -> Result<(), Fault> {
        let (mailbox, name) = (self.mailbox, self.name(entry));
        self.post.db().write(move |tx| skipped::forget(tx, mailbox, &name)).await
    }

    async fn warn(&mut self, why: Option<Told>) -> Result<(), Fault> {
        if self.warning == why {
            return Ok(());
        }
        self.warning.clone_from(&why);
        let mailbox = self.mailbox;
        self.post.db().write(move |tx| state::warn(tx, mailbox, why.as_ref())).await
    }

    /// Notes a mail that cannot be fetched. Goes on when it is the mail's fault and the connection lives; else the connection must
    /// be made anew, behind the mail if that is passed over.
    async fn skip(&mut self, lane: Option<Lane>, entry: Entry, failed: Failed) -> Result<(), Stop> {
        let fault =
            if matches!(failed, Failed::Lost(_)) { skipped::Fault::OfTheConnection } else { skipped::Fault::OfTheMail };
        let lives = matches!(failed, Failed::Refused(_));
        let trouble = failed.trouble();
        let (mailbox, name, arrived_at, told) = (self.mailbox, self.name(entry), entry.arrived_at, trouble.clone());
        let noting = self.post.db().write(move |tx| {
            let passed_over = skipped::note(tx, mailbox, &name, arrived_at, fault, &told)?;
            if let Some(lane) = lane.filter(|_| passed_over) {
                state::advance(tx, mailbox, name.uid_validity, lane, name.uid)?;
            }
            Ok(())
        });
        noting.await?;
        tracing::warn!(mailbox = %self.mailbox, uid = entry.uid, trouble = %trouble, "A mail cannot be fetched.");
        if lives { Ok(()) } else { Err(trouble.into()) }
    }

    /// Tries what was passed over and is due.
    pub async fn retry(&mut self, talk: &mut Talk) -> Result<(), Stop> {
        let (mailbox, uid_validity) = (self.mailbox, self.uid_validity);
        let due = self.post.db().read(move |tx| skipped::due(tx, mailbox, uid_validity)).await?;
        for one in due {
            let Ok(uid) = u32::try_from(one.name.uid) else { continue };
            let described = match talk.entries(&[uid], false).await {
                Ok(entries) => entries.first().copied(),
                Err(failed) => {
                    self.skip(None, Entry { uid, ..Entry::default() }, failed).await?;
                    continue;
                }
            };
            let entry = described.unwrap_or(Entry { uid, arrived_at: one.arrived_at.happened(), ..Entry::default() });
            self.take_one(talk, None, entry).await?;
        }
        Ok(())
    }
}

/// Numbers of mails, a bounded part of a folder.
#[derive(Debug, Default)]
pub struct Window {
    /// Rising.
    numbers: Vec<u32>,
    /// There are no others up to this one.
    covered: i64,
    /// There are no others at all.
    to_the_end: bool,
}

/// The next numbers behind `after`: up to `end`, or when that is near and `open`, to the end of the folder.
async fn window(talk: &mut Talk, after: i64, end: i64, open: bool) -> Result<Window, Failed> {
    let mut width = WINDOW;
    loop {
        let to_the_end = after.saturating_add(width) >= end;
        let covered = if to_the_end { end } else { after + width };
        let last = if to_the_end && open { "*".to_owned() } else { covered.to_string() };
        let mut numbers = talk.search(&format!("UID {}:{last}", after + 1)).await?;
        // `n:*` always names the newest mail too, however low its number is.
        numbers.retain(|uid| i64::from(*uid) > after);
        if !numbers.is_empty() || to_the_end {
            return Ok(Window { numbers, covered, to_the_end });
        }
        width = width.saturating_mul(2);
    }
}

/// The number behind which everything arrived at `since` or later.
pub async fn number_before(talk: &mut Talk, since: Timestamp, next: Option<u32>) -> Result<i64, Failed> {
    let day = since.minus(std::time::Duration::from_hours(48)).to_jiff().strftime("%d-%b-%Y").to_string();
    let numbers = talk.search(&format!("SINCE {day}")).await?;
    let mut first = None;
    for batch in numbers.chunks(BATCH) {
        let entries = talk.entries(batch, false).await?;
        let recent = entries.iter().find(|entry| entry.arrived_at.is_some_and(|at| at.seconds() >= since.seconds()));
        if let Some(entry) = recent {
            first = Some(i64::from(entry.uid));
            break;
        }
    }
    let newest = i64::from(next.unwrap_or_else(|| numbers.last().map_or(1, |uid| uid + 1)));
    Ok(first.unwrap_or(newest) - 1)
}
