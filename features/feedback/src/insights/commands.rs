//! Sharing insights and following them to an outcome.

use db::Tx;
use kernel::{Actor, Fault, Page, PageRequest, Patch, PersonId, Result, Timestamp, TypedId};
use serde_json::json;

use super::model::{Insight, InsightId, State};
use super::store;
use crate::permissions::{INSIGHT_SEE, INSIGHT_SHARE};
use crate::themes::model::ThemeId;
use crate::{Feedback, error, events};

/// An insight to be shared.
#[derive(Debug, Clone)]
pub struct NewInsight {
    /// One line.
    pub title: String,
    /// What customers say, in our words.
    pub text: String,
    /// Who is told.
    pub department: String,
    /// The department's mail address; empty to write to nobody.
    pub address: String,
    /// Who of us follows it; whoever shares it when absent.
    pub owner: Option<PersonId>,
    /// The theme of comments it rests on.
    pub theme: Option<ThemeId>,
    /// Until when an answer is expected.
    pub due_at: Option<Timestamp>,
}

/// What changes; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The version that was seen.
    pub version: i64,
    /// One line.
    pub title: Option<String>,
    /// What customers say, in our words.
    pub text: Option<String>,
    /// Who is told.
    pub department: Option<String>,
    /// The department's mail address; empty to write to nobody.
    pub address: Option<String>,
    /// Who of us follows it.
    pub owner: Patch<PersonId>,
    /// Where it stands.
    pub state: Option<State>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Until when an answer is expected.
    pub due_at: Patch<Timestamp>,
}

/// Shares an insight with another department.
///
/// # Errors
/// `access.forbidden`, wrong fields.
pub fn share(tx: &mut Tx<'_>, actor: &Actor, new: NewInsight) -> Result<Insight> {
    actor.require(INSIGHT_SHARE)?;
    let now = tx.now();
    let it = Insight {
        id: tx.id(),
        title: kernel::one_line(&new.title),
        text: new.text.trim().to_owned(),
        department: kernel::one_line(&new.department),
        address: new.address.trim().to_owned(),
        owner: new.owner.or(actor.person()),
        theme: new.theme,
        state: State::Shared,
        outcome: String::new(),
        due_at: new.due_at,
        shared_by: actor.person(),
        shared_at: now,
        changed_at: now,
        version: 1,
    };
    Fault::check_fields(it.faults())?;
    store::insert(tx, &it)?;
    record(tx, actor, "shared", &it, None)?;
    Ok(it)
}

/// Changes a shared insight; whoever ends it says what came of it.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `feedback.changed`, wrong fields.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: InsightId, change: &Change) -> Result<Insight> {
    actor.require(INSIGHT_SHARE)?;
    let before = store::find(tx, id)?;
    let it = Insight {
        title: change.title.as_deref().map_or(before.title.clone(), kernel::one_line),
        text: change.text.as_deref().map_or(before.text.clone(), |text| text.trim().to_owned()),
        department: change.department.as_deref().map_or(before.department.clone(), kernel::one_line),
        address: change.address.as_deref().map_or(before.address.clone(), |text| text.trim().to_owned()),
        owner: change.owner.clone().apply(before.owner),
        state: change.state.unwrap_or(before.state),
        outcome: change.outcome.as_deref().map_or(before.outcome.clone(), |text| text.trim().to_owned()),
        due_at: change.due_at.clone().apply(before.due_at),
        changed_at: tx.now(),
        ..before.clone()
    };
    Fault::check_fields(it.faults())?;
    if !store::change(tx, &it, change.version)? {
        return Err(error::CHANGED.into());
    }
    record(tx, actor, "changed", &it, Some(before.state))?;
    store::find(tx, id)
}

fn record(tx: &mut Tx<'_>, actor: &Actor, what: &'static str, it: &Insight, before: Option<State>) -> Result<()> {
    let facts = json!({"state": it.state, "state_before": before, "department": it.department, "owner": it.owner, "theme": it.theme, "due_at": it.due_at});
    let event = events::insight(what, it.id, facts);
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)
}

/// Shared insights, newest first.
///
/// # Errors
/// `access.forbidden`
pub fn list(tx: &mut Tx<'_>, actor: &Actor, state: Option<State>, page: &PageRequest) -> Result<Page<Insight>> {
    actor.require(INSIGHT_SEE)?;
    let rows = store::page(tx, state, page)?;
    Ok(Page::from_rows(rows, page.limit(), |it| (it.shared_at.micros(), it.id.raw())))
}

/// What the letter to the department says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsightLetter {
    /// The insight as it is now.
    pub insight: Insight,
    /// Where people of ours find it.
    pub link: String,
}

/// What is written to the department about an insight; nothing when it has no address.
///
/// # Errors
/// `platform.not_found`
pub fn letter(tx: &mut Tx<'_>, feedback: &Feedback, id: InsightId) -> Result<Option<InsightLetter>> {
    let insight = store::find(tx, id)?;
    let link = feedback.links.insight(id);
    Ok((!insight.address.is_empty()).then_some(InsightLetter { insight, link }))
}
