//! Looking at what was found out about senders.

use db::Tx;
use kernel::{Actor, ConversationId, Result};

use super::model::Checked;
use super::store;
use crate::post::Post;

/// What was found out about the mails of a conversation, newest first; mails that were not checked are missing.
///
/// # Errors
/// `platform.not_found` for whoever may not see the conversation.
pub fn of_conversation(
    tx: &mut Tx<'_>,
    post: &Post,
    actor: &Actor,
    conversation: ConversationId,
) -> Result<Vec<Checked>> {
    post.desk().require_sight(tx, actor, conversation)?;
    let mut checked = store::of_conversation(tx, conversation)?;
    for one in &mut checked {
        // Whoever may not see the other conversation does not learn of it.
        if let Some(other) = one.kept_out_of
            && post.desk().require_sight(tx, actor, other).is_err()
        {
            one.kept_out_of = None;
        }
    }
    Ok(checked)
}
