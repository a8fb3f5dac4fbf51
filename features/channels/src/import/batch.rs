//! A portion of an archive: prepared without the database, kept in one unit of work.

use std::panic::{AssertUnwindSafe, catch_unwind};

use db::Tx;
use files::Prepared;
use kernel::{Fault, FaultKind, MailboxId, Result, Said, Timestamp};

use super::dates;
use super::found::{Found, Place};
use super::model::Counts;
use super::store::{self, Import};
use crate::intake::arriving::Way;
use crate::intake::brief::{Brief, brief_of};
use crate::intake::model::{Intake, IntakeId, Reason, State};
use crate::intake::place::{Fate, settle_waiting, settle_without_place};
use crate::intake::prepare::{Draft, prepare};
use crate::intake::store::{self as intake_store, Handover};
use crate::mail::parse::glance;
use crate::mailboxes::queries::OwnAddresses;
use crate::post::Post;

/// A portion that is ready to be kept.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) mails: Vec<Ready>,
    /// Where the portion ends.
    pub(super) after: Place,
    /// Bytes of the archive it takes.
    pub(super) size: u64,
    /// What was counted beforehand: read, older, too large.
    pub(super) counts: Counts,
}

/// A mail that is ready to be kept.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) brief: Brief,
    pub(super) arrived_at: Timestamp,
    /// Message-IDs that it answers.
    pub(super) answers: Vec<String>,
    pub(super) blob: Prepared,
    pub(super) draft: std::result::Result<Draft, (Reason, Said)>,
}

/// Prepares a portion; takes processor time and, for large mails, the disk.
pub(super) fn ready(post: &Post, found: Vec<Found>, since: Option<Timestamp>, now: Timestamp) -> Result<Batch> {
    let after = found.last().map(|last| last.after.clone()).unwrap_or_default();
    let mut batch = Batch { mails: Vec::with_capacity(found.len()), after, size: 0, counts: Counts::default() };
    for one in found {
        batch.size += one.size;
        batch.counts.read += 1;
        let Some(raw) = one.raw else {
            batch.counts.unplaced += 1;
            tracing::warn!(
                file = one.after.file,
                ends_at = one.after.offset,
                "A mail is larger than Quarterdeck keeps."
            );
            continue;
        };
        let letter = catch_unwind(AssertUnwindSafe(|| glance(&raw, &post.settings().limits).ok())).ok().flatten();
        let arrived_at = dates::arrived(letter.as_ref(), one.arrived, now);
        if since.is_some_and(|since| arrived_at < since) {
            batch.counts.older += 1;
            continue;
        }
        let brief = brief_of(letter.as_ref(), &raw);
        let answers = letter.map(|letter| [letter.in_reply_to, letter.references].concat()).unwrap_or_default();
        let limits = post.settings().limits;
        batch.mails.push(Ready {
            brief,
            arrived_at,
            answers,
            blob: post.files().prepare(&raw)?,
            draft: prepare(&raw, &limits, post.mark(), post.files())?,
        });
    }
    Ok(batch)
}

/// What is done about a mail that our program fails on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// The whole portion fails with it. Nearly all portions have none, and undoing mail by mail is dear.
    Hasty,
    /// It is kept with the reason, like any other that has no place.
    EachMail,
}

/// Keeps a portion and notes how far the import is. May run again: it changes nothing but the database.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    (post, care): (&Post, Care),
    mailbox: MailboxId,
    import: &Import,
    batch: &Batch,
) -> Result<Counts> {
    let own = OwnAddresses::load(tx)?;
    let started = tx.now();
    let mut counts = batch.counts;
    let mails: Vec<_> = batch.mails.iter().map(|ready| (tx.id::<IntakeId>(), ready.handover(mailbox))).collect();
    let new = intake_store::insert_all(tx, &mails)?;
    let together = || mails.iter().map(|(id, _)| *id).zip(&batch.mails).zip(&new);
    Prepared::save_all(tx, together().filter(|(_, new)| **new).map(|((_, ready), _)| &ready.blob))?;
    let mut opened = Vec::new();
    for ((id, ready), new) in together() {
        let fate = if *new {
            let intake = ready.intake(id, mailbox, started);
            let fate = keep_one(tx, (post, care), ready, &intake, &own);
            tx.bear(started);
            fate?
        } else {
            Fate::Nothing
        };
        if let Fate::Placed { conversation, opened: true } = fate {
            opened.push(conversation);
        }
        counts.count(fate);
    }
    store::opened(tx, import.id, &opened)?;
    let all = import.counts.plus(counts);
    store::advance(tx, import.id, &batch.after, &all)?;
    Ok(all)
}

impl Ready {
    fn handover(&self, mailbox: MailboxId) -> Handover<'_> {
        Handover {
            mailbox: Some(mailbox),
            source: super::SOURCE,
            blob: self.blob.hash(),
            size: self.blob.size(),
            brief: &self.brief,
            arrived_at: self.arrived_at,
            historic: true,
        }
    }

    /// As it is kept until it has its place.
    fn intake(&self, id: IntakeId, mailbox: MailboxId, now: Timestamp) -> Intake {
        Intake {
            id,
            mailbox: Some(mailbox),
            source: super::SOURCE.to_owned(),
            blob: self.blob.hash().to_owned(),
            size: i64::try_from(self.blob.size()).unwrap_or(i64::MAX),
            content_key: self.brief.content_key.clone(),
            from_address: self.brief.from_address.clone(),
            subject: self.brief.subject.clone(),
            arrived_at: self.arrived_at,
            received_at: now,
            historic: true,
            state: State::Waiting.code().to_owned(),
            reason: String::new(),
            detail: String::new(),
            attempts: 0,
            conversation: None,
            message: None,
            why: None,
            storm: None,
            release_at: Timestamp::NEVER,
        }
    }
}

fn keep_one(
    tx: &mut Tx<'_>,
    (post, care): (&Post, Care),
    ready: &Ready,
    intake: &Intake,
    own: &OwnAddresses,
) -> Result<Fate> {
    match &ready.draft {
        Err((reason, more)) => settle_without_place(tx, intake, *reason, more),
        Ok(draft) if care == Care::Hasty => place(tx, post, intake, draft, own),
        Ok(draft) => place_or_keep(tx, post, intake, draft, own),
    }
}

/// What a mail does happened when it arrived.
fn place(tx: &mut Tx<'_>, post: &Post, intake: &Intake, draft: &Draft, own: &OwnAddresses) -> Result<Fate> {
    tx.bear(intake.arrived_at);
    catch_unwind(AssertUnwindSafe(|| settle_waiting(tx, post, intake, draft, &Way::default(), own)))
        .unwrap_or_else(|_| Err(Fault::internal("placing a mail panicked")))
}

/// The same; a mail that our program fails on is kept with the reason.
fn place_or_keep(tx: &mut Tx<'_>, post: &Post, intake: &Intake, draft: &Draft, own: &OwnAddresses) -> Result<Fate> {
    let now = tx.now();
    match tx.attempt(|tx| place(tx, post, intake, draft, own)) {
        Ok(fate) => Ok(fate),
        Err(fault) if fault.kind() == FaultKind::Unavailable || fault.is(db::RETRY) => Err(fault),
        Err(fault) => {
            tx.bear(now);
            tracing::error!(mail = %intake.id, cause = fault.causes(), "A mail could not be placed; it is kept.");
            settle_without_place(tx, intake, Reason::Failed, &fault.said())
        }
    }
}
