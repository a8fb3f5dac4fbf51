//! Finding a kept mail its place: one unit of work makes contact, conversation, message, attachments and events, or nothing.

use std::sync::Arc;
use std::time::Duration;

use db::Tx;
use jobs::{Job, Outcome};
use kernel::{Actor, ConversationId, Fault, FaultKind, Result, Said, Timestamp};

use super::arriving::{Arriving, Way};
use super::envelope::{self, Envelope};
use super::letter_store::{self, NewLetter};
use super::model::{Intake, IntakeId, Reason, State};
use super::prepare::{Draft, prepare};
use super::receive::PlaceJob;
use super::store::{self, Settled};
use crate::authenticity::model::Verdict;
use crate::authenticity::store::{self as checks, Placed as Checked};
use crate::authenticity::{self, recheck};
use crate::automatic::answer::{self, Placed};
use crate::desk::{Appended, Arrival, Attached, Attachment, Opening};
use crate::events;
use crate::import;
use crate::mail::address::Address;
use crate::mail::reply_address::Returned;
use crate::mail::sanitise;
use crate::mail::thread::{Candidate, Clue, Clues, Place, number_in, place};
use crate::mailboxes::queries::OwnAddresses;
use crate::outgoing;
use crate::post::Post;
use crate::storms::{self, slow};
use crate::why::Why;
use crate::words;

/// Message-IDs of a mail that are looked up.
const MOST_REFERENCES: usize = 30;
/// How long an answer waits for the mail that it answers, and in what steps.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
const WAIT: Duration = Duration::from_millis(100);

/// What became of a mail in a unit of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is a message now.
    Placed {
        /// In which conversation.
        conversation: ConversationId,
        /// The mail began it.
        opened: bool,
    },
    /// It has no place, for this reason.
    Settled(Reason),
    /// It was not waiting any more.
    Nothing,
}

/// The job `channels.place`.
pub async fn run(post: Post, job: Job) -> Result<Outcome> {
    let PlaceJob { intake } = job.payload()?;
    Ok(place_one(&post, intake).await?.map_or(Outcome::Done, Outcome::Again))
}

/// Places one mail; does nothing when it is not waiting any more. Gives an instant when it must wait for an earlier
/// mail that it answers.
///
/// # Errors
/// Only what may pass: the job is tried again. Everything else is kept with its reason.
pub async fn place_one(post: &Post, id: IntakeId) -> Result<Option<Timestamp>> {
    let reading = post.clone();
    let (intake, storms) = post.db().read(move |tx| Ok((store::find(tx, id)?, storms::store::active(tx)?))).await?;
    if intake.state != State::Waiting.code() {
        return Ok(None);
    }
    if let Some(storm) = slow::storm_of(storms, &intake)
        && let Some(at) = slow::wait(post, storm, &intake).await?
    {
        return Ok(Some(at));
    }
    let (intake, raw, envelope) = post
        .db()
        .read(move |tx| {
            let intake = store::find(tx, id)?;
            let raw = reading.files().read(tx, &intake.blob);
            Ok((intake, raw, envelope::find(tx, id)?))
        })
        .await?;
    let outcome = match raw {
        Ok(raw) => attempt(post, intake.clone(), envelope, raw).await,
        Err(fault) => Err(fault),
    };
    match outcome {
        Err(fault) if fault.kind() == FaultKind::Unavailable => Err(fault),
        Err(fault) => {
            tracing::error!(mail = %id, cause = fault.causes(), "A mail could not be placed; it is kept.");
            let said = fault.said();
            post.db().write(move |tx| settle_without_place(tx, &intake, Reason::Failed, &said).map(drop)).await?;
            Ok(None)
        }
        Ok(again) => Ok(again),
    }
}

async fn attempt(post: &Post, intake: Intake, envelope: Option<Envelope>, raw: Vec<u8>) -> Result<Option<Timestamp>> {
    let (working, raw) = (post.clone(), Arc::new(raw));
    let reading = Arc::clone(&raw);
    let prepared = tokio::task::spawn_blocking(move || {
        let settings = working.settings();
        prepare(&reading, &settings.limits, working.mark(), working.files())
    });
    // History is not judged: keys that signed it are long gone.
    let checked = post.settings().senders.names.are_on() && !intake.historic;
    let findings = if checked { Some(authenticity::check(post, raw, envelope.clone()).await) } else { None };
    let placing = post.clone();
    match prepared.await.map_err(Fault::internal)?? {
        Err((reason, more)) => {
            post.db().write(move |tx| settle_without_place(tx, &intake, reason, &more).map(drop)).await?;
            Ok(None)
        }
        Ok(draft) => {
            let (draft, way) = (Arc::new(draft), Arc::new(Way { envelope: envelope.unwrap_or_default(), findings }));
            post.db()
                .write(move |tx| {
                    if let Some(at) = must_wait(tx, &intake, &draft)? {
                        return Ok(Some(at));
                    }
                    let own = OwnAddresses::load(tx)?;
                    settle(tx, &placing, &intake, &draft, &way, &own).map(|_| None)
                })
                .await
        }
    }
}

/// Mails are placed several at once, so an answer may be ready before what it answers. It waits for that, but not for long.
fn must_wait(tx: &mut Tx<'_>, intake: &Intake, draft: &Draft) -> Result<Option<Timestamp>> {
    let now = tx.now();
    if now.since(intake.received_at) > LONGEST_WAIT {
        return Ok(None);
    }
    for message_id in draft.letter.in_reply_to.iter().chain(&draft.letter.references).take(MOST_REFERENCES) {
        if store::earlier_waits(tx, message_id, intake.id)? {
            return Ok(Some(now.plus(WAIT)));
        }
    }
    Ok(None)
}

/// Keeps a mail with the reason why it has no place.
pub(crate) fn settle_without_place(tx: &mut Tx<'_>, intake: &Intake, reason: Reason, more: &Said) -> Result<Fate> {
    if store::find(tx, intake.id)?.state != State::Waiting.code() {
        return Ok(Fate::Nothing);
    }
    let state = reason.state();
    let why = if more.code.is_empty() { String::new() } else { Why::of(more.clone(), None).stored() };
    let settled = Settled { state, reason: reason.code(), detail: &more.text, why, conversation: None, message: None };
    store::settle(tx, intake.id, settled)?;
    let event = match state {
        State::Ignored => events::ignored(intake.id, intake.mailbox, reason.code()),
        _ => events::kept(intake.id, intake.mailbox, reason.code()),
    };
    tx.emit(&Actor::system(), event)?;
    Ok(Fate::Settled(reason))
}

/// Finds a mail that waits its place.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    post: &Post,
    intake: &Intake,
    draft: &Draft,
    way: &Way,
    own: &OwnAddresses,
) -> Result<Fate> {
    if store::find(tx, intake.id)?.state != State::Waiting.code() {
        return Ok(Fate::Nothing);
    }
    settle_waiting(tx, post, intake, draft, way, own)
}

/// The same for a mail that is known to wait: this unit of work took it in.
pub(crate) fn settle_waiting(
    tx: &mut Tx<'_>,
    post: &Post,
    intake: &Intake,
    draft: &Draft,
    way: &Way,
    own: &OwnAddresses,
) -> Result<Fate> {
    if let Some((conversation, message)) = letter_store::place_of(tx, &intake.content_key)? {
        let reason = Reason::SameMail;
        let settled = Settled {
            state: reason.state(),
            reason: reason.code(),
            detail: "",
            why: String::new(),
            conversation: Some(conversation),
            message: Some(message),
        };
        store::settle(tx, intake.id, settled)?;
        tx.emit(&Actor::system(), events::ignored(intake.id, intake.mailbox, reason.code()))?;
        return Ok(Fate::Settled(reason));
    }
    if let Some(report) = &draft.report
        && let Some(reason) = super::report::settle(tx, post, intake, draft, report, own)?
    {
        return Ok(Fate::Settled(reason));
    }
    match author_of(tx, draft, own)? {
        Err(Reason::OwnAddress) if intake.source == import::SOURCE => import::ours::place(tx, post, intake, draft, own),
        Err(reason) => settle_without_place(tx, intake, reason, &Said::default()),
        Ok(author) if intake.mailbox.is_none() => {
            let more = words::WRITTEN_BY.said([("address", &author.address)]);
            settle_without_place(tx, intake, Reason::NoMailbox, &more)
        }
        Ok(author) => place_in(tx, post, &Arriving { intake, draft, way, author: &author, own }),
    }
}

/// Whoever the mail is from, seen from here: a form on the own website writes in our name and gives the customer as Reply-To.
fn author_of(tx: &mut Tx<'_>, draft: &Draft, own: &OwnAddresses) -> Result<std::result::Result<Address, Reason>> {
    let Some(author) = &draft.author else { return Ok(Err(Reason::NoSender)) };
    if !own.contains(&author.base_key()) {
        return Ok(Ok(author.clone()));
    }
    let sent_by_us = letter_store::conversations_of(tx, &draft.letter.message_id)?.iter().any(|(_, sent)| *sent);
    if draft.is_ours || sent_by_us {
        return Ok(Err(Reason::OwnCopy));
    }
    let customer = draft.letter.reply_to.iter().find(|address| !own.contains(&address.base_key()));
    Ok(customer.cloned().ok_or(Reason::OwnAddress))
}

fn place_in(tx: &mut Tx<'_>, post: &Post, arriving: &Arriving<'_>) -> Result<Fate> {
    let Arriving { intake, draft, author, own, .. } = *arriving;
    let pointed_at = place(&clues(tx, post, arriving)?);
    let (decided, findings, kept_out_of) = arriving.admit(tx, pointed_at)?;
    let desk = post.desk();
    let contact = desk.contact(tx, author)?;
    let (conversation, clue) = match decided {
        Place::Into(conversation, clue) => (kernel::TypedId::from_raw(conversation), Some(clue)),
        Place::New { hint } => {
            let opening = Opening {
                mailbox: intake.mailbox,
                team: own.team_of(intake.mailbox),
                contact,
                subject: draft.letter.subject.clone(),
                at: intake.arrived_at,
                hint: hint.map(kernel::TypedId::from_raw),
            };
            (desk.open(tx, &opening)?, None)
        }
    };
    let attachments = attach(tx, post, draft)?;
    let arrival =
        Arrival { reply_to: reply_to(draft, author, own), ..arrival(intake, draft, author, contact, attachments) };
    let appended = desk.append(tx, conversation, &arrival)?;
    let is_spoofed = findings.as_ref().is_some_and(|findings| findings.verdict == Verdict::Failed);
    if let Some(findings) = findings {
        let (message, conversation) = (appended.message, appended.conversation);
        checks::save(tx, Checked { intake: intake.id, message, conversation, kept_out_of }, &findings)?;
        recheck::plan(tx, post, intake.id, &findings)?;
    }
    finish(tx, intake, draft, appended, clue)?;
    let placed = Placed { intake, draft, author, contact, appended, is_spoofed, is_first: clue.is_none() };
    answer::answer(tx, post, placed)?;
    Ok(Fate::Placed { conversation: appended.conversation, opened: clue.is_none() })
}

/// Looks up what the mail points at.
pub(crate) fn clues(tx: &mut Tx<'_>, post: &Post, arriving: &Arriving<'_>) -> Result<Clues> {
    let Arriving { draft, way, author, own, .. } = *arriving;
    let letter = &draft.letter;
    let key = author.key();
    let mut clues = Clues::default();
    let named = letter.in_reply_to.iter().chain(letter.references.iter().rev()).take(MOST_REFERENCES);
    for conversation in letter_store::conversations_named(tx, named)? {
        clues.references.extend(candidate(tx, post, conversation, &key)?);
    }
    let mut delivered = letter.delivered_to();
    delivered.extend(way.envelope.recipients.iter().filter_map(|recipient| Address::parse(recipient)));
    let mut signed = post.signer().find(letter.recipients().chain(&delivered), |base| own.contains(base));
    // An absence note goes to the return path (RFC 3834): it belongs where the mail came from.
    let returned = post.signer().returned(letter.recipients().chain(&delivered), |base| own.contains(base));
    if let (None, Returned::Mail(mail)) = (signed, returned) {
        let mail = outgoing::store::maybe(tx, kernel::TypedId::from_raw(mail))?;
        signed = mail.and_then(|mail| mail.conversation).map(kernel::TypedId::raw);
    }
    if let Some(conversation) = signed
        && post.desk().exists(tx, kernel::TypedId::from_raw(conversation))?
    {
        clues.signed = Some(conversation);
    }
    if let Some(number) = number_in(&letter.subject)
        && let Some(conversation) = post.desk().conversation_by_number(tx, number)?
    {
        clues.numbered = candidate(tx, post, conversation, &key)?;
    }
    Ok(clues)
}

fn candidate(tx: &mut Tx<'_>, post: &Post, conversation: ConversationId, key: &str) -> Result<Option<Candidate>> {
    let takes_part = post.desk().takes_part(tx, conversation, key)?;
    Ok(takes_part.map(|takes_part| Candidate { conversation: kernel::TypedId::raw(conversation), takes_part }))
}

pub(crate) fn attach(tx: &mut Tx<'_>, post: &Post, draft: &Draft) -> Result<Vec<Attached>> {
    let mut attached = Vec::with_capacity(draft.files.len());
    for file in &draft.files {
        file.blob.save(tx)?;
        let attachment = Attachment {
            name: file.part.name.clone(),
            media_type: file.part.media_type.clone(),
            size: i64::try_from(file.blob.size()).unwrap_or(i64::MAX),
            blob: file.blob.hash().to_owned(),
            inline: file.shown,
            content_id: file.part.content_id.clone(),
        };
        attached.push(post.desk().attach(tx, &attachment)?);
    }
    Ok(attached)
}

pub(crate) fn arrival(
    intake: &Intake,
    draft: &Draft,
    author: &Address,
    contact: kernel::ContactId,
    attachments: Vec<Attached>,
) -> Arrival {
    let letter = &draft.letter;
    let shown = |html: &str| {
        sanitise::with_addresses(html, |index| attachments.get(index).map(|attached| attached.url.clone()))
    };
    let sent_at = letter.sent_at.and_then(|seconds| seconds.checked_mul(1_000_000)).map(Timestamp::from_micros);
    Arrival {
        contact,
        from: author.clone(),
        to: letter.to.clone(),
        cc: letter.cc.clone(),
        reply_to: None,
        subject: letter.subject.clone(),
        html: shown(&draft.html),
        quoted_html: draft.quoted_html.as_deref().map(shown),
        text: draft.text.clone(),
        has_remote_images: draft.has_remote_images,
        sent_at: sent_at.filter(|at| *at <= intake.arrived_at && at.micros() > 0),
        arrived_at: intake.arrived_at,
        message_id: letter.message_id.clone(),
        raw_blob: intake.blob.clone(),
        auto: draft.robot.map(crate::mail::robots::Robot::code),
        historic: intake.historic,
        findings: draft.findings.clone(),
        attachments,
    }
}

/// Where the writer wants answers, when that is somewhere else and not one of our own addresses.
fn reply_to(draft: &Draft, author: &Address, own: &OwnAddresses) -> Option<Address> {
    let wanted = draft.letter.reply_to.first()?;
    (wanted.key() != author.key() && !own.contains(&wanted.base_key())).then(|| wanted.clone())
}

/// Remembers where a mail is now.
pub(crate) fn finish(
    tx: &mut Tx<'_>,
    intake: &Intake,
    draft: &Draft,
    appended: Appended,
    clue: Option<Clue>,
) -> Result<()> {
    let (conversation, message) = (appended.conversation, appended.message);
    let letter = NewLetter {
        message_id: &draft.letter.message_id,
        content_key: &intake.content_key,
        sent: false,
        conversation,
        message,
    };
    letter_store::remember(tx, letter)?;
    let settled = Settled {
        state: State::Placed,
        reason: "",
        detail: "",
        why: String::new(),
        conversation: Some(conversation),
        message: Some(message),
    };
    store::settle(tx, intake.id, settled)?;
    let placed = events::Placed {
        intake: intake.id,
        mailbox: intake.mailbox,
        conversation,
        message,
        clue: clue.map(Clue::code),
        robot: draft.robot.map(crate::mail::robots::Robot::code),
        historic: intake.historic,
        arrived_at: intake.arrived_at,
    };
    tx.emit(&Actor::system(), events::placed(placed))
}
