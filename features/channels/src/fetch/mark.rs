//! What is done with a mail on the server once it is ours. Whatever fails here costs no mail: it is told as a warning.

use delivery::{Cause, Trouble};

use super::talk::{Failed, Talk, quoted};
use crate::mailboxes::model::{After, Imap};

/// How a server can do it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Mail moves in one step (RFC 6851).
    pub can_move: bool,
    /// Single mails can be removed (RFC 4315).
    pub can_expunge_one: bool,
    /// The folder is Gmail's "All Mail", which mail cannot leave by being moved: labels are changed instead.
    pub by_labels: bool,
    /// Nothing can be changed in this folder.
    pub read_only: bool,
}

/// Marks, moves or deletes a mail as the mailbox wants it.
pub async fn mark(talk: &mut Talk, imap: &Imap, can: Abilities, uid: u32) -> Result<(), Failed> {
    if can.read_only || imap.after == After::Keep {
        return Ok(());
    }
    if imap.after == After::Delete {
        return remove(talk, can, uid).await;
    }
    talk.store(uid, "+FLAGS.SILENT (\\Seen)").await?;
    match imap.move_to.as_deref().filter(|_| imap.after == After::Move) {
        Some(target) => carry(talk, can, uid, target).await,
        None => Ok(()),
    }
}

async fn carry(talk: &mut Talk, can: Abilities, uid: u32, target: &str) -> Result<(), Failed> {
    match arrive(talk, can, uid, target).await {
        Err(Failed::Refused(refused)) => {
            // Mostly the folder is not there yet. When it cannot be made either, the first refusal tells more.
            match talk.create(target).await {
                Ok(()) | Err(Failed::Refused(_)) => {}
                Err(broken) => return Err(broken),
            }
            arrive(talk, can, uid, target).await.map_err(|again| match again {
                Failed::Refused(_) => Failed::Refused(unmovable(target, refused)),
                broken => broken,
            })?;
        }
        done => done?,
    }
    if can.by_labels {
        return talk.store(uid, "-X-GM-LABELS.SILENT (\\Inbox)").await;
    }
    if can.can_move { Ok(()) } else { remove(talk, can, uid).await }
}

fn unmovable(target: &str, refused: Trouble) -> Trouble {
    let said = crate::words::CANNOT_MOVE.said([("folder", target)]);
    Trouble { cause: Cause::NoFolder, ..refused }.saying(said)
}

async fn arrive(talk: &mut Talk, can: Abilities, uid: u32, target: &str) -> Result<(), Failed> {
    if can.by_labels {
        return talk.store(uid, &format!("+X-GM-LABELS.SILENT ({})", quoted(target))).await;
    }
    if can.can_move { talk.move_to(uid, target).await } else { talk.copy_to(uid, target).await }
}

async fn remove(talk: &mut Talk, can: Abilities, uid: u32) -> Result<(), Failed> {
    talk.store(uid, "+FLAGS.SILENT (\\Deleted)").await?;
    talk.expunge(uid, can.can_expunge_one).await
}
