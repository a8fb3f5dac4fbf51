//! One mailbox, for as long as it is active: connect, take what is new, wait for more; after a failure again, more and more rarely.

use std::collections::HashSet;
use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use delivery::{Cause, Trouble};
use kernel::{MailboxId, Timestamp};

use super::access::Key;
use super::imap::{self, Connection, within};
use super::mark::Abilities;
use super::pass::{Pass, PassedOver, Stop, Window, number_before};
use super::pop_pass;
use super::skipped;
use super::start::{Numbering, Start, start};
use super::state::{self, Backlog, FetchState, Place};
use super::talk::{Failed, Folder, Talk};
use crate::consent::token::access_token;
use crate::mailboxes::model::{After, Imap, Mailbox, Protocol, SignBy};
use crate::mailboxes::store;
use crate::post::Post;
use crate::why::Why;
use crate::words;

/// How long a node may fetch without renewing its right.
const LEASE: Duration = Duration::from_secs(30);
/// How often it renews it.
const RENEW: Duration = Duration::from_secs(10);
/// Servers end an IDLE after 29 minutes; some forget it much sooner.
const LONGEST_IDLE: Duration = Duration::from_mins(5);
/// Longest wait after failures that may pass.
const LONGEST_REST: Duration = Duration::from_mins(5);
/// Longest wait after failures that stay until somebody changes something: providers lock accounts that fail too often.
const LONGEST_LASTING_REST: Duration = Duration::from_mins(30);

/// What is remembered from connection to connection.
#[derive(Default)]
struct Lasting {
    failures: u32,
    careful: u32,
    listed: HashSet<String>,
}

/// How long to rest: ever longer, up to a limit, and up to half as long again by chance, so that a server that comes back is not
/// run over by everybody at once.
fn rest(failures: u32, lasting: bool, chance: u8) -> Duration {
    let limit = if lasting { LONGEST_LASTING_REST } else { LONGEST_REST };
    let rest = Duration::from_secs(2_u64.saturating_pow(failures.clamp(1, 12) - 1)).min(limit);
    rest + rest * u32::from(chance) / 512
}

/// Works until it is aborted.
pub async fn work(post: Post, mailbox: MailboxId, node: String) {
    let mut lasting = Lasting::default();
    loop {
        if !renew(&post, mailbox, &node).await {
            tokio::time::sleep(RENEW).await;
            continue;
        }
        let stop = tokio::select! {
            stop = fetch(&post, mailbox, &mut lasting) => stop,
            () = keep(&post, mailbox, &node) => continue,
        };
        lasting.failures += 1;
        let stays = note(&post, mailbox, stop).await;
        let mut chance = [0];
        // Without randomness everybody rests the same time.
        let _ = getrandom::fill(&mut chance);
        tokio::select! {
            () = tokio::time::sleep(rest(lasting.failures, stays, chance[0])) => {}
            () = keep(&post, mailbox, &node) => {}
        }
    }
}

async fn renew(post: &Post, mailbox: MailboxId, node: &str) -> bool {
    let node = node.to_owned();
    let renewed = post.db().write(move |tx| {
        let until = tx.now().plus(LEASE);
        state::lease(tx, mailbox, &node, until)
    });
    renewed.await.unwrap_or(false)
}

/// Renews the right to fetch; ends when another node has it.
async fn keep(post: &Post, mailbox: MailboxId, node: &str) {
    loop {
        tokio::time::sleep(RENEW).await;
        if !renew(post, mailbox, node).await {
            return;
        }
    }
}

/// Notes what went wrong; says whether it stays until somebody changes something.
async fn note(post: &Post, mailbox: MailboxId, stop: Stop) -> bool {
    let stays = matches!(&stop, Stop::Server(trouble) if trouble.permanent);
    let (sentence, hint, why) = match stop {
        Stop::Server(trouble) => {
            tracing::warn!(%mailbox, trouble = %trouble, "A mailbox cannot be fetched; trying again.");
            (trouble.to_string(), trouble.hint(), Why::from(&trouble))
        }
        Stop::Us(fault) => {
            tracing::error!(%mailbox, cause = fault.causes(), "Fetched mail cannot be kept; trying again.");
            (fault.sentence().to_owned(), words::SEE_LOG, Why::of(fault.said(), Some(words::SEE_LOG)))
        }
    };
    let noted = post.db().write(move |tx| state::failed(tx, mailbox, &sentence, hint.english, &why, stays)).await;
    if let Err(fault) = noted {
        tracing::warn!(%mailbox, cause = fault.causes(), "The state of a mailbox cannot be noted.");
    }
    stays
}

async fn fetch(post: &Post, mailbox: MailboxId, lasting: &mut Lasting) -> Stop {
    match session(post, mailbox, lasting).await {
        Ok(never) => match never {},
        Err(stop) => stop,
    }
}

/// A whole connection, until it breaks.
async fn session(post: &Post, id: MailboxId, lasting: &mut Lasting) -> Result<std::convert::Infallible, Stop> {
    let found = post.db().read(move |tx| Ok((store::find(tx, id)?, state::find(tx, id)?, skipped::earliest(tx, id)?)));
    let (mailbox, state, earliest) = found.await?;
    let imap = mailbox.imap.clone().ok_or_else(kernel::Fault::not_found)?;
    if imap.protocol == Protocol::Pop3 {
        return visits(post, &mailbox, &imap, lasting).await;
    }
    let mut talk = Talk::over(sign_in(post, &mailbox, &imap).await?);
    let capabilities = talk.capabilities().await?;
    let has = |name: &str| capabilities.iter().any(|one| one == name);
    let by_labels = has("X-GM-EXT-1") && talk.holds_all(&imap.folder).await?;
    let folder = talk.open(&imap.folder, imap.after == After::Keep).await?;
    let can =
        Abilities { can_move: has("MOVE"), can_expunge_one: has("UIDPLUS"), by_labels, read_only: folder.read_only };
    let (place, passed_over) = begin(&mut talk, &mailbox, &imap, &state, folder, earliest).await?;
    let noted = place.clone();
    post.db().write(move |tx| state::place(tx, id, &noted)).await?;
    let mut pass = Pass {
        post,
        mailbox: id,
        imap,
        made_at: mailbox.made_at,
        uid_validity: place.uid_validity,
        can,
        passed_over,
        last: place.last_uid,
        below: folder.uid_next.map_or(place.last_uid, |next| i64::from(next) - 1),
        backlog: place.backlog,
        old: Window::default(),
        pace: state.pace,
        warning: state.warning,
        careful: &mut lasting.careful,
    };
    loop {
        talk.take_news();
        pass.take_new(&mut talk).await?;
        lasting.failures = 0;
        if pass.backlog.end > 0 {
            pass.take_old(&mut talk).await?;
            // Some servers look for new mail only when they are asked for news.
            talk.noop().await?;
            continue;
        }
        pass.retry(&mut talk).await?;
        if !talk.take_news() {
            talk = wait(talk, has("IDLE"), post.settings().poll).await?;
        }
    }
}

/// Decides where to begin, and asks the server what is needed for it.
async fn begin(
    talk: &mut Talk,
    mailbox: &Mailbox,
    imap: &Imap,
    state: &FetchState,
    folder: Folder,
    skipped: Option<Timestamp>,
) -> Result<(Place, Option<PassedOver>), Failed> {
    let numbering = Numbering { folder: &imap.folder, uid_validity: i64::from(folder.uid_validity) };
    let place = |last_uid, backlog| Place {
        folder: imap.folder.clone(),
        uid_validity: numbering.uid_validity,
        last_uid,
        backlog,
        read_only: folder.read_only,
    };
    Ok(match start(state, numbering, mailbox.take, mailbox.made_at, skipped) {
        Start::Further => (place(state.last_uid, state.backlog), None),
        Start::Everything => {
            let newest = match folder.uid_next {
                Some(next) => i64::from(next) - 1,
                None => talk.search("UID *").await?.last().map_or(0, |uid| i64::from(*uid)),
            };
            let backlog = Backlog { uid: 0, end: newest, total: i64::from(folder.exists), done: 0 };
            (place(newest, if folder.exists == 0 { Backlog::default() } else { backlog }), None)
        }
        Start::Since(before) => {
            let last = number_before(talk, before, folder.uid_next).await?;
            let over = PassedOver { below: folder.uid_next.unwrap_or(u32::MAX), before };
            (place(last, Backlog::default()), Some(over))
        }
    })
}

/// What opens the mailbox. `refused` is a token that the server did not take.
async fn key(post: &Post, mailbox: &Mailbox, refused: Option<&str>) -> Result<Key, Stop> {
    if mailbox.imap.as_ref().is_some_and(|imap| imap.sign_in == SignBy::Consent) {
        return Ok(Key::Token(access_token(post, mailbox.id, refused).await?));
    }
    let place = Mailbox::secret_place(mailbox.id, "imap");
    let sealed = mailbox.imap_password.as_deref();
    Ok(Key::Password(sealed.map(|sealed| post.vault().open(sealed, &place)).transpose()?.unwrap_or_default()))
}

async fn sign_in(post: &Post, mailbox: &Mailbox, imap: &Imap) -> Result<Connection, Stop> {
    let opens = key(post, mailbox, None).await?;
    let client = imap::connect(imap, &post.settings().trust).await?;
    match (imap::login(client, &imap.user, &opens).await, opens) {
        // A token may end before its time; a new one is refused for a reason of its own.
        (Err(trouble), Key::Token(token)) if trouble.cause == Cause::Login => {
            let opens = key(post, mailbox, Some(&token)).await?;
            let client = imap::connect(imap, &post.settings().trust).await?;
            Ok(imap::login(client, &imap.user, &opens).await?)
        }
        (signed_in, _) => Ok(signed_in?),
    }
}

async fn visit(post: &Post, mailbox: &Mailbox, server: &Imap, listed: &mut HashSet<String>) -> Result<bool, Stop> {
    let opens = key(post, mailbox, None).await?;
    match (pop_pass::visit(post, mailbox, server, &opens, listed).await, opens) {
        (Err(Stop::Server(trouble)), Key::Token(token)) if trouble.cause == Cause::Login => {
            let opens = key(post, mailbox, Some(&token)).await?;
            pop_pass::visit(post, mailbox, server, &opens, listed).await
        }
        (visited, _) => visited,
    }
}

/// Session after session, until one fails.
async fn visits(
    post: &Post,
    mailbox: &Mailbox,
    server: &Imap,
    lasting: &mut Lasting,
) -> Result<std::convert::Infallible, Stop> {
    loop {
        let more = visit(post, mailbox, server, &mut lasting.listed).await?;
        lasting.failures = 0;
        if !more {
            tokio::time::sleep(post.settings().poll).await;
        }
    }
}

/// Waits until the server reports news, or it is time to look.
async fn wait(mut talk: Talk, can_idle: bool, poll: Duration) -> Result<Talk, Trouble> {
    if !can_idle {
        tokio::time::sleep(poll).await;
        talk.noop().await.map_err(Failed::trouble)?;
        return Ok(talk);
    }
    talk.lend(|session| async move {
        let mut idle = session.idle();
        within(idle.init()).await?;
        let (news, _stop) = idle.wait_with_timeout(LONGEST_IDLE);
        let told = news.await.map_err(|error| imap::explain(&error))?;
        if told == IdleResponse::ManualInterrupt {
            return Err(imap::explain(&async_imap::error::Error::ConnectionLost));
        }
        within(idle.done()).await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_to_a_limit_and_are_not_all_the_same() {
        let seconds = |failures, lasting, chance| rest(failures, lasting, chance).as_secs();
        assert_eq!((seconds(1, false, 0), seconds(3, false, 255)), (1, 5));
        assert_eq!((seconds(2, false, 0), seconds(6, false, 0)), (2, 32));
        assert_eq!((seconds(50, false, 0), seconds(50, false, 255)), (300, 449));
        assert_eq!(seconds(50, true, 0), 1_800);
    }
}
