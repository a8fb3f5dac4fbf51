//! Looking at mail on its way out.

use db::{Tx, p};
use kernel::{Actor, ConversationId, Page, PageRequest, Result, Timestamp};

use super::model::{Outgoing, OutgoingId, State};
use super::recipients::{self, Recipient};
use super::store;
use crate::permissions::SEE_OUTGOING;
use crate::post::Post;

/// Mail on its way out or gone, newest first; only those of one state when one is given.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn list(tx: &mut Tx<'_>, actor: &Actor, state: Option<State>, page: &PageRequest) -> Result<Page<Outgoing>> {
    actor.require(SEE_OUTGOING)?;
    let after = page.after::<(Timestamp, OutgoingId)>()?;
    let (at, id) = after.map_or((i64::MAX, i64::MAX), |(at, id)| (at.micros(), kernel::TypedId::raw(id)));
    let mut rows = match state {
        Some(state) => tx.all(store::LIST_STATE, p![state.code(), at, id], store::read)?,
        None => tx.all(store::LIST, p![at, id], store::read)?,
    };
    rows.truncate(page.limit() + 1);
    Ok(Page::from_rows(rows, page.limit(), |row| (row.queued_at, row.id)))
}

/// What became of the mail with a cause: a word of [`State`], why it was not sent, and when a server took it. None when it was not
/// queued. For whoever queued it.
///
/// # Errors
/// Trouble with the store.
pub fn fate(tx: &mut Tx<'_>, source: &str) -> Result<Option<(String, String, Timestamp)>> {
    Ok(store::by_source(tx, source)?.map(|mail| (mail.state, mail.reason, mail.sent_at)))
}

/// The newest mails of a conversation with what became of them for each recipient, for whoever sees the conversation.
///
/// # Errors
/// `platform.not_found`
pub(crate) fn deliveries(
    tx: &mut Tx<'_>,
    post: &Post,
    actor: &Actor,
    conversation: ConversationId,
) -> Result<Vec<(Outgoing, Vec<Recipient>)>> {
    post.desk().require_sight(tx, actor, conversation)?;
    let mails = store::of_conversation(tx, conversation)?;
    mails.into_iter().map(|mail| recipients::of_mail(tx, mail.id).map(|recipients| (mail, recipients))).collect()
}

/// One mail with what became of it for each recipient.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub(crate) fn one(tx: &mut Tx<'_>, actor: &Actor, id: OutgoingId) -> Result<(Outgoing, Vec<Recipient>)> {
    actor.require(SEE_OUTGOING)?;
    let mail = store::find(tx, id)?;
    Ok((mail, recipients::of_mail(tx, id)?))
}
