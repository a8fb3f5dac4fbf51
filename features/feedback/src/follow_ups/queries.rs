//! Looking at follow-ups, and at whether they helped.

use db::{Filter, Tx};
use kernel::{Actor, ConversationId, Page, PageRequest, Result, Timestamp, TypedId};

use super::model::{Effect, Ending, FollowUp, FollowUpId};
use super::store;
use crate::permissions::FOLLOW_UP_WORK;
use crate::sight;

/// Which follow-ups are meant.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Those that have ended instead of those that are open.
    pub closed: bool,
    /// Only one's own.
    pub mine: bool,
    /// About this conversation.
    pub conversation: Option<ConversationId>,
}

/// Follow-ups the actor may see: open ones by when they are due, ended ones newest first.
///
/// # Errors
/// `access.forbidden`
pub fn list(tx: &mut Tx<'_>, actor: &Actor, wanted: &Wanted, page: &PageRequest) -> Result<Page<FollowUp>> {
    actor.require(FOLLOW_UP_WORK)?;
    let mut filter = Filter::new();
    filter.raw(if wanted.closed { "closed_at > 0" } else { "closed_at = 0" });
    if wanted.mine {
        filter.and("owner_id = ?", &[&actor.require_person()?]);
    }
    if let Some(conversation) = &wanted.conversation {
        filter.and("conversation_id = ?", &[conversation]);
    }
    sight::narrow_or_own(&mut filter, actor);
    let is_open = !wanted.closed;
    let rows = store::page(tx, filter, is_open, page)?;
    let key = |it: &FollowUp| (if is_open { it.due_at } else { it.opened_at }.micros(), it.id.raw());
    Ok(Page::from_rows(rows, page.limit(), key))
}

/// One follow-up the actor may see.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: FollowUpId) -> Result<FollowUp> {
    actor.require(FOLLOW_UP_WORK)?;
    let mut filter = Filter::new();
    sight::narrow_or_own(&mut filter, actor);
    store::find(tx, filter, id)
}

/// Later scores of customers whose follow-ups were opened in a period: those we reached, and all others.
///
/// # Errors
/// `access.forbidden`
pub fn effect(tx: &mut Tx<'_>, actor: &Actor, from: Timestamp, to: Timestamp) -> Result<(Effect, Effect)> {
    actor.require(FOLLOW_UP_WORK)?;
    let mut filter = Filter::new();
    sight::narrow_or_own(&mut filter, actor);
    let all = store::opened(tx, filter, from, to)?;
    let pairs = |reached: bool| {
        let of = all.iter().filter(|it| (it.outcome == Some(Ending::Reached)) == reached);
        // What was said before the call says nothing of it.
        let later = |it: &FollowUp| it.later.filter(|later| !reached || Some(later.given_at) > it.closed_at);
        of.map(|it| (it.kind, it.score, later(it).map(|later| later.score))).collect::<Vec<_>>()
    };
    Ok((Effect::of(&pairs(true)), Effect::of(&pairs(false))))
}
