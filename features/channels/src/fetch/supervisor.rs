//! Keeps one worker for each active mailbox, and gives it new settings at once.

use std::collections::HashMap;
use std::time::Duration;

use kernel::{MailboxId, Timestamp};
use tokio::task::JoinHandle;

use super::{state, watch, worker};
use crate::mailboxes::model::Mailbox;
use crate::mailboxes::store;
use crate::post::Post;

/// At most this often the list of mailboxes is read when much is going on.
const BREATH: Duration = Duration::from_millis(300);
/// At least this often.
const LOOK: Duration = Duration::from_secs(5);

struct Running {
    version: i64,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Works until it is dropped; then all its workers end too.
pub async fn run(post: Post) {
    let node = post.db().node().to_owned();
    let mut commits = post.db().bus().commits();
    let mut running: HashMap<MailboxId, Running> = HashMap::new();
    let began = post.db().clock().now();
    loop {
        match post.db().read(store::list).await {
            Ok(mailboxes) => {
                let wanted: HashMap<MailboxId, i64> =
                    mailboxes.into_iter().filter(Mailbox::fetches).map(|m| (m.id, m.version)).collect();
                adjust(&post, &node, &mut running, &wanted).await;
            }
            Err(fault) => tracing::warn!(cause = fault.causes(), "The mailboxes cannot be read; trying again."),
        }
        if let Err(fault) = watch_over(&post, began).await {
            tracing::warn!(cause = fault.causes(), "How the mailboxes are cannot be told; trying again.");
        }
        tokio::time::sleep(BREATH).await;
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = commits.changed() => {}
        }
    }
}

/// Raises an alarm of mailboxes that stopped, and ends it when they are well again.
async fn watch_over(post: &Post, began: Timestamp) -> kernel::Result<()> {
    let poll = post.settings().poll;
    for (mailbox, turn) in post.db().read(move |tx| watch::look(tx, began, poll)).await? {
        tracing::warn!(%mailbox, ?turn, "The fetching of a mailbox changed.");
        post.db().write(move |tx| watch::tell(tx, mailbox, turn)).await?;
    }
    Ok(())
}

async fn adjust(post: &Post, node: &str, running: &mut HashMap<MailboxId, Running>, wanted: &HashMap<MailboxId, i64>) {
    let ended: Vec<MailboxId> = running
        .iter()
        .filter(|(id, run)| wanted.get(id) != Some(&run.version) || run.task.is_finished())
        .map(|(id, _)| *id)
        .collect();
    for id in ended {
        if let Some(mut run) = running.remove(&id) {
            run.task.abort();
            let _ = (&mut run.task).await;
            let name = node.to_owned();
            let stopped = post.db().write(move |tx| state::stopped(tx, id, &name)).await;
            if let Err(fault) = stopped {
                tracing::warn!(mailbox = %id, cause = fault.causes(), "The end of fetching cannot be noted.");
            }
        }
    }
    for (id, version) in wanted {
        if !running.contains_key(id) {
            let task = tokio::spawn(worker::work(post.clone(), *id, node.to_owned()));
            running.insert(*id, Running { version: *version, task });
        }
    }
}
