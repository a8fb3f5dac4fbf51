//! Taking what is new in a folder: in order, one mail at a time, each marked on the server only after it is ours.

use std::collections::BTreeMap;

use delivery::Trouble;
use futures::TryStreamExt;
use kernel::{Fault, MailboxId, Timestamp};

use super::folder_name::encode;
use super::imap::{Connection, within};
use super::state;
use crate::intake::model::Reason;
use crate::intake::receive::{Incoming, LARGEST, receive_with};
use crate::mailboxes::model::{After, Imap};
use crate::post::Post;

/// Mails asked about at once.
const BATCH: usize = 100;

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

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Us(fault)
    }
}

/// What a pass works on.
#[derive(Debug, Clone)]
pub struct Task {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Its settings.
    pub imap: Imap,
    /// Mail that arrived before is history.
    pub made_at: Timestamp,
    /// The numbering the numbers belong to.
    pub uid_validity: i64,
    /// The server can move mail in one step.
    pub can_move: bool,
    /// The server can remove single mails.
    pub can_expunge_one: bool,
    /// What lay in the folder at the first look and is passed over.
    pub passed_over: Option<PassedOver>,
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
    fn covers(self, uid: u32, entry: Entry) -> bool {
        uid < self.below && entry.arrived_at.is_some_and(|at| at.seconds() < self.before.seconds())
    }
}

/// What the server says of a mail before it is fetched.
#[derive(Debug, Clone, Copy)]
struct Entry {
    size: usize,
    arrived_at: Option<Timestamp>,
}

/// Takes everything behind `last`; gives the number of the last mail taken.
pub async fn take_new(post: &Post, session: &mut Connection, task: &Task, mut last: i64) -> Result<i64, Stop> {
    let mut numbers = numbers_after(session, last).await?;
    let mut waiting = numbers.len();
    while !numbers.is_empty() {
        let rest = numbers.split_off(numbers.len().min(BATCH));
        let entries = entries(session, &numbers).await?;
        for uid in numbers {
            let entry =
                entries.get(&uid).filter(|entry| !task.passed_over.is_some_and(|over| over.covers(uid, **entry)));
            if let Some(entry) = entry {
                take_one(post, session, task, uid, *entry).await?;
            }
            last = i64::from(uid);
            waiting -= 1;
        }
        numbers = rest;
        if waiting > 0 {
            note(post, task, last, waiting).await?;
        }
    }
    note(post, task, last, 0).await?;
    Ok(last)
}

async fn note(post: &Post, task: &Task, last: i64, waiting: usize) -> Result<(), Fault> {
    let (mailbox, uid_validity, waiting) =
        (task.mailbox, task.uid_validity, i64::try_from(waiting).unwrap_or(i64::MAX));
    let noted = post.db().write(move |tx| {
        state::advance(tx, mailbox, uid_validity, last)?;
        state::fetched(tx, mailbox, waiting)
    });
    noted.await
}

/// The numbers behind `last`, rising. (`n:*` always names the newest mail too, so they are filtered.)
async fn numbers_after(session: &mut Connection, last: i64) -> Result<Vec<u32>, Trouble> {
    let found = within(session.uid_search(format!("UID {}:*", last + 1))).await?;
    let mut numbers: Vec<u32> = found.into_iter().filter(|uid| i64::from(*uid) > last).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

async fn entries(session: &mut Connection, numbers: &[u32]) -> Result<BTreeMap<u32, Entry>, Trouble> {
    let fetched: Vec<_> = within(async {
        let stream = session.uid_fetch(set_of(numbers), "(UID RFC822.SIZE INTERNALDATE)").await?;
        stream.try_collect().await
    })
    .await?;
    let entry = |fetch: async_imap::types::Fetch| {
        let arrived_at = fetch.internal_date().map(|date| Timestamp::from_micros(date.timestamp_micros()));
        Some((fetch.uid?, Entry { size: fetch.size.unwrap_or(0) as usize, arrived_at }))
    };
    Ok(fetched.into_iter().filter_map(entry).collect())
}

fn set_of(numbers: &[u32]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

async fn take_one(post: &Post, session: &mut Connection, task: &Task, uid: u32, entry: Entry) -> Result<(), Stop> {
    let too_large = entry.size > LARGEST;
    let what = if too_large { "(UID BODY.PEEK[HEADER])" } else { "(UID BODY.PEEK[])" };
    let fetched: Vec<_> = within(async {
        let stream = session.uid_fetch(uid.to_string(), what).await?;
        stream.try_collect::<Vec<_>>().await
    })
    .await?;
    let body = fetched
        .iter()
        .filter(|fetch| fetch.uid == Some(uid))
        .find_map(|fetch| if too_large { fetch.header() } else { fetch.body() });
    // A mail that somebody removed meanwhile has no body any more.
    let Some(raw) = body.map(<[u8]>::to_vec) else { return Ok(()) };
    drop(fetched);
    let incoming = Incoming {
        mailbox: Some(task.mailbox),
        source: "imap",
        raw,
        arrived_at: entry.arrived_at,
        historic: entry.arrived_at.is_some_and(|at| at.seconds() < task.made_at.seconds()),
        refused: too_large.then_some(Reason::TooLarge),
    };
    let (mailbox, uid_validity) = (task.mailbox, task.uid_validity);
    receive_with(post, incoming, move |tx| state::advance(tx, mailbox, uid_validity, i64::from(uid))).await?;
    if !too_large {
        mark(session, task, uid).await?;
    }
    Ok(())
}

/// Marks a mail on the server, now that it is ours.
async fn mark(session: &mut Connection, task: &Task, uid: u32) -> Result<(), Trouble> {
    let target = task.imap.move_to.as_deref().filter(|_| task.imap.after == After::Move);
    let Some(folder) = target.map(encode) else { return store(session, uid, "+FLAGS.SILENT (\\Seen)").await };
    store(session, uid, "+FLAGS.SILENT (\\Seen)").await?;
    if task.can_move {
        return within(session.uid_mv(uid.to_string(), &folder)).await;
    }
    within(session.uid_copy(uid.to_string(), &folder)).await?;
    store(session, uid, "+FLAGS.SILENT (\\Deleted)").await?;
    if task.can_expunge_one {
        within(async {
            let stream = session.uid_expunge(uid.to_string()).await?;
            stream.try_collect::<Vec<_>>().await
        })
        .await?;
    }
    Ok(())
}

async fn store(session: &mut Connection, uid: u32, change: &str) -> Result<(), Trouble> {
    within(async {
        let stream = session.uid_store(uid.to_string(), change).await?;
        stream.try_collect::<Vec<_>>().await
    })
    .await
    .map(drop)
}

/// The number behind which everything arrived at `since` or later.
pub async fn number_before(session: &mut Connection, since: Timestamp, next: Option<u32>) -> Result<i64, Trouble> {
    let day = since.minus(std::time::Duration::from_hours(48)).to_jiff().strftime("%d-%b-%Y").to_string();
    let found = within(session.uid_search(format!("SINCE {day}"))).await?;
    let mut numbers: Vec<u32> = found.into_iter().collect();
    numbers.sort_unstable();
    let mut first = None;
    for batch in numbers.chunks(BATCH) {
        let entries = entries(session, batch).await?;
        let recent =
            entries.iter().find(|(_, entry)| entry.arrived_at.is_some_and(|at| at.seconds() >= since.seconds()));
        if let Some((uid, _)) = recent {
            first = Some(i64::from(*uid));
            break;
        }
    }
    let newest = i64::from(next.unwrap_or_else(|| numbers.last().map_or(1, |uid| uid + 1)));
    Ok(first.unwrap_or(newest) - 1)
}
