//! Taking mail by POP3: a session at a time, each mail deleted on the server only after it is ours, and only if that is wanted.
//!
//! The server's own names of mails (UIDL) are remembered, so a mail is taken once however often a session breaks. What came since
//! the last session goes first, so that it does not wait behind a long history; a session takes a bounded number of mails.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use delivery::{Cause, Trouble};
use kernel::{Fault, MailboxId, Timestamp};

use super::access::Key;
use super::names;
use super::pass::Stop;
use super::pop::{Listed, Pop};
use super::skipped::{self, Name};
use super::state::{self, Backlog, FetchState, Place};
use super::talk::Failed;
use crate::intake::receive::{Incoming, LARGEST, receive_with};
use crate::mailboxes::model::{After, Imap, Mailbox, Take};
use crate::post::Post;
use crate::words;

/// Mails of one session.
const BATCH: usize = 200;
/// More than this are shown as a backlog.
const BACKLOG: usize = 100;
/// The folder that POP3 has.
const FOLDER: &str = "POP3";

/// A mailbox on its way into the house.
struct Visit<'a> {
    post: &'a Post,
    mailbox: &'a Mailbox,
    server: &'a Imap,
    known: HashMap<String, bool>,
    before: &'a mut HashSet<String>,
}

/// One session; says whether there is more to take.
pub async fn visit(
    post: &Post,
    mailbox: &Mailbox,
    server: &Imap,
    key: &Key,
    before: &mut HashSet<String>,
) -> Result<bool, Stop> {
    let mut pop = Pop::connect(server, &post.settings().trust).await?;
    pop.login(&server.user, key).await?;
    let listed = pop.list().await?;
    let id = mailbox.id;
    let (state, known) = post.db().read(move |tx| Ok((state::find(tx, id)?, names::all(tx, id)?))).await?;
    let mut visit = Visit { post, mailbox, server, known, before };
    visit.arrive(&mut pop, &state, &listed).await?;
    let more = visit.take(&mut pop, &state, &listed).await?;
    pop.leave().await?;
    visit.forget_gone(&listed).await?;
    Ok(more)
}

impl Visit<'_> {
    /// At the first look, what lies there is passed over unless everything is wanted.
    async fn arrive(&mut self, pop: &mut Pop, state: &FetchState, listed: &[Listed]) -> Result<(), Stop> {
        if state.folder == FOLDER {
            return Ok(());
        }
        let old = if self.mailbox.take == Take::All { 0 } else { self.first_new(pop, listed).await? };
        let passed: Vec<String> = listed[..old].iter().map(|one| one.unique_name.clone()).collect();
        self.known.extend(passed.iter().map(|name| (name.clone(), false)));
        let (id, place) = (self.mailbox.id, place(Backlog::default()));
        let noted = self.post.db().write(move |tx| {
            passed.iter().try_for_each(|name| names::remember(tx, id, name, false))?;
            state::place(tx, id, &place)
        });
        Ok(noted.await?)
    }

    /// The index of the first mail that arrived since the mailbox was connected. POP3 tells no dates, but mails are in order and
    /// say themselves when they were received.
    async fn first_new(&self, pop: &mut Pop, listed: &[Listed]) -> Result<usize, Stop> {
        for (index, one) in listed.iter().enumerate().rev() {
            let size = pop.size(one.number).await?;
            let raw = if size > LARGEST { Vec::new() } else { pop.body(one.number, size, LARGEST).await? };
            if received_at(&raw).is_none_or(|at| at.seconds() < self.mailbox.made_at.seconds()) {
                return Ok(index + 1);
            }
        }
        Ok(0)
    }

    async fn take(&mut self, pop: &mut Pop, state: &FetchState, listed: &[Listed]) -> Result<bool, Stop> {
        let wanted = self.wanted(listed).await?;
        let total = wanted.len();
        let mut pace = state.pace;
        let long = total > BACKLOG || state.backlog.end > 0;
        let done_before = if state.backlog.end > 0 { state.backlog.done } else { 0 };
        let backlog = Backlog { uid: 0, end: i64::from(long), total: done_before + count(total), done: done_before };
        if long {
            let (id, place) = (self.mailbox.id, place(backlog));
            self.post.db().write(move |tx| state::place(tx, id, &place)).await?;
        }
        let began = Instant::now();
        let mut taken = 0;
        for one in wanted.iter().take(BATCH) {
            self.take_one(pop, one).await?;
            taken += 1;
            if taken % 20 == 0 {
                pace = i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX) / count(taken);
                self.note(backlog, taken, total, pace).await?;
            }
        }
        self.delete_again(pop, listed).await?;
        self.note(backlog, taken, total, pace).await?;
        self.before.clear();
        self.before.extend(listed.iter().map(|one| one.unique_name.clone()));
        Ok(total > taken)
    }

    /// What is not ours yet and may be tried: what came since the last session, then what lay there before, oldest first.
    async fn wanted(&self, listed: &[Listed]) -> Result<Vec<Listed>, Fault> {
        let id = self.mailbox.id;
        let resting = self.post.db().read(move |tx| skipped::resting(tx, id)).await?;
        let new = |one: &&Listed| !self.before.is_empty() && !self.before.contains(&one.unique_name);
        let open = |one: &&Listed| !self.known.contains_key(&one.unique_name) && !resting.contains(&one.unique_name);
        let first = listed.iter().filter(open).filter(new);
        let then = listed.iter().filter(open).filter(|one| !new(one));
        Ok(first.chain(then).cloned().collect())
    }

    async fn note(&self, backlog: Backlog, taken: usize, total: usize, pace: i64) -> Result<(), Fault> {
        let (id, waiting) = (self.mailbox.id, count(total - taken));
        let end = if waiting == 0 { 0 } else { backlog.end };
        let done = backlog.done + count(taken);
        let noted = self.post.db().write(move |tx| {
            state::backlog(tx, id, end, done, pace)?;
            state::fetched(tx, id, waiting)
        });
        noted.await
    }

    async fn take_one(&mut self, pop: &mut Pop, one: &Listed) -> Result<(), Stop> {
        let size = match pop.size(one.number).await {
            Ok(size) if size > LARGEST => {
                let trouble = Trouble::lasting(Cause::TooLarge, words::MAIL_LARGE);
                return self.skip(one, Failed::Refused(trouble)).await;
            }
            Ok(size) => size,
            Err(failed) => return self.skip(one, failed).await,
        };
        let raw = match pop.body(one.number, size, LARGEST).await {
            Ok(raw) => raw,
            Err(failed) => return self.skip(one, failed).await,
        };
        let arrived_at = received_at(&raw);
        let incoming = Incoming {
            mailbox: Some(self.mailbox.id),
            source: "pop3",
            raw,
            arrived_at,
            historic: arrived_at.is_some_and(|at| at.seconds() < self.mailbox.made_at.seconds()),
            refused: None,
        };
        let (id, name) = (self.mailbox.id, one.unique_name.clone());
        let kept = receive_with(self.post, incoming, move |tx| {
            names::remember(tx, id, &name, true)?;
            skipped::forget(tx, id, &named(&name))
        });
        if let Err(fault) = kept.await {
            if fault.kind() != kernel::FaultKind::Internal {
                return Err(fault.into());
            }
            tracing::error!(cause = fault.causes(), mailbox = %id, "A fetched mail cannot be kept.");
            let trouble = Trouble::passing(Cause::Unprepared, words::NOT_KEPT);
            return self.skip(one, Failed::Refused(trouble)).await;
        }
        self.known.insert(one.unique_name.clone(), true);
        self.delete(pop, one).await
    }

    async fn delete(&self, pop: &mut Pop, one: &Listed) -> Result<(), Stop> {
        if self.server.after != After::Delete {
            return Ok(());
        }
        match pop.delete(one.number).await {
            // The mail is ours; that it stays on the server costs nothing but its place there.
            Ok(()) | Err(Failed::Refused(_)) => Ok(()),
            Err(broken) => Err(broken.into()),
        }
    }

    /// A session that broke deleted nothing: what was taken in it is deleted now.
    async fn delete_again(&self, pop: &mut Pop, listed: &[Listed]) -> Result<(), Stop> {
        for one in listed.iter().filter(|one| self.known.get(&one.unique_name) == Some(&true)) {
            self.delete(pop, one).await?;
        }
        Ok(())
    }

    async fn skip(&self, one: &Listed, failed: Failed) -> Result<(), Stop> {
        let lost = matches!(failed, Failed::Lost(_));
        let fault = if lost { skipped::Fault::OfTheConnection } else { skipped::Fault::OfTheMail };
        let lives = matches!(failed, Failed::Refused(_));
        let trouble = failed.trouble();
        let (id, name, told) = (self.mailbox.id, named(&one.unique_name), trouble.clone());
        self.post.db().write(move |tx| skipped::note(tx, id, &name, None, fault, &told).map(drop)).await?;
        tracing::warn!(mailbox = %self.mailbox.id, name = one.unique_name, trouble = %trouble, "A mail cannot be fetched.");
        if lives { Ok(()) } else { Err(trouble.into()) }
    }

    /// Names that the server does not list any more name nothing.
    async fn forget_gone(&self, listed: &[Listed]) -> Result<(), Stop> {
        let there: HashSet<&str> = listed.iter().map(|one| one.unique_name.as_str()).collect();
        let gone: Vec<String> = self.known.keys().filter(|name| !there.contains(name.as_str())).cloned().collect();
        if gone.is_empty() {
            return Ok(());
        }
        let id: MailboxId = self.mailbox.id;
        Ok(self.post.db().write(move |tx| names::forget(tx, id, &gone)).await?)
    }
}

fn place(backlog: Backlog) -> Place {
    Place { folder: FOLDER.to_owned(), uid_validity: 0, last_uid: 0, backlog, read_only: false }
}

fn named(unique_name: &str) -> Name {
    Name { unique_name: unique_name.to_owned(), ..Name::default() }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// When the last mail server says that it received a mail.
fn received_at(raw: &[u8]) -> Option<Timestamp> {
    let parsed = mail_parser::MessageParser::default().parse_headers(raw)?;
    // Each server writes its line above those of the servers before it.
    let stamp = parsed.received_all().next().and_then(|received| received.date()).map(|date| date.to_timestamp())?;
    Some(Timestamp::from_micros(stamp.checked_mul(1_000_000)?))
}
