//! One mailbox, for as long as it is active: connect, take what is new, wait for more; after a failure again, more and more rarely.

use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use async_imap::types::UnsolicitedResponse;
use delivery::Trouble;
use kernel::MailboxId;

use super::imap::{self, Connection, within};
use super::pass::{PassedOver, Stop, Task, number_before, take_new};
use super::start::{Numbering, Start, start};
use super::state;
use crate::mailboxes::model::{Imap, Mailbox};
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
/// Longest wait after failures.
const LONGEST_REST: Duration = Duration::from_mins(5);

/// Works until it is aborted.
pub async fn work(post: Post, mailbox: MailboxId, node: String) {
    let mut failures = 0;
    loop {
        if !renew(&post, mailbox, &node).await {
            tokio::time::sleep(RENEW).await;
            continue;
        }
        let stop = tokio::select! {
            stop = fetch(&post, mailbox, &mut failures) => stop,
            () = keep(&post, mailbox, &node) => continue,
        };
        failures += 1;
        note(&post, mailbox, stop).await;
        let rest = Duration::from_secs(5 * 2_u64.saturating_pow(failures.min(10) - 1)).min(LONGEST_REST);
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
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

async fn note(post: &Post, mailbox: MailboxId, stop: Stop) {
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
    let noted = post.db().write(move |tx| state::failed(tx, mailbox, &sentence, hint.english, &why)).await;
    if let Err(fault) = noted {
        tracing::warn!(%mailbox, cause = fault.causes(), "The state of a mailbox cannot be noted.");
    }
}

async fn fetch(post: &Post, mailbox: MailboxId, failures: &mut u32) -> Stop {
    match session(post, mailbox, failures).await {
        Ok(never) => match never {},
        Err(stop) => stop,
    }
}

/// A whole connection, until it breaks.
async fn session(post: &Post, id: MailboxId, failures: &mut u32) -> Result<std::convert::Infallible, Stop> {
    let found = post.db().read(move |tx| Ok((store::find(tx, id)?, state::find(tx, id)?))).await?;
    let (mailbox, state) = found;
    let imap = mailbox.imap.clone().ok_or_else(kernel::Fault::not_found)?;
    let mut session = sign_in(post, &mailbox, &imap).await?;
    let folder = imap::select(&mut session, &imap.folder).await?;
    let capabilities = within(session.capabilities()).await?;
    let uid_validity = i64::from(folder.uid_validity.unwrap_or(1));
    let numbering = Numbering { folder: &imap.folder, uid_validity };
    let (mut last, passed_over) = match start(&state, numbering, mailbox.take, mailbox.made_at) {
        Start::After(last) => (last, None),
        Start::Since(before) => {
            let last = number_before(&mut session, before, folder.uid_next).await?;
            (last, Some(PassedOver { below: folder.uid_next.unwrap_or(u32::MAX), before }))
        }
    };
    let name = imap.folder.clone();
    post.db().write(move |tx| state::place(tx, id, &name, uid_validity, last)).await?;
    let task = Task {
        mailbox: id,
        imap,
        made_at: mailbox.made_at,
        uid_validity,
        can_move: capabilities.has_str("MOVE"),
        can_expunge_one: capabilities.has_str("UIDPLUS"),
        passed_over,
    };
    let can_idle = capabilities.has_str("IDLE");
    loop {
        drain(&session);
        last = take_new(post, &mut session, &task, last).await?;
        *failures = 0;
        if !drain(&session) {
            session = wait(session, can_idle, post.settings().poll).await?;
        }
    }
}

async fn sign_in(post: &Post, mailbox: &Mailbox, imap: &Imap) -> Result<Connection, Stop> {
    let place = Mailbox::secret_place(mailbox.id, "imap");
    let sealed = mailbox.imap_password.as_deref();
    let password = sealed.map(|sealed| post.vault().open(sealed, &place)).transpose()?.unwrap_or_default();
    let client = imap::connect(imap, &post.settings().trust).await?;
    Ok(imap::login(client, &imap.user, &password).await?)
}

/// Empties the news the server told beside its answers; says whether new mail was among them.
fn drain(session: &Connection) -> bool {
    let mut news = false;
    while let Ok(told) = session.unsolicited_responses.try_recv() {
        news |= matches!(told, UnsolicitedResponse::Exists(_));
    }
    news
}

/// Waits until the server reports news, or it is time to look.
async fn wait(session: Connection, can_idle: bool, poll: Duration) -> Result<Connection, Trouble> {
    if !can_idle {
        let mut session = session;
        tokio::time::sleep(poll).await;
        within(session.noop()).await?;
        return Ok(session);
    }
    let mut idle = session.idle();
    within(idle.init()).await?;
    let (news, _stop) = idle.wait_with_timeout(LONGEST_IDLE);
    let told = news.await.map_err(|error| imap::explain(&error))?;
    if told == IdleResponse::ManualInterrupt {
        return Err(imap::explain(&async_imap::error::Error::ConnectionLost));
    }
    within(idle.done()).await
}
