//! Looking at actions and their effect.

use db::Tx;
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::model::{ActionContent, ActionId, ActionState, Days, Effect, Word, judge};
use super::store::{self, Kept};
use crate::measures::{Comparison, Reading, compare};
use crate::metrics::settings;
use crate::permissions::FIGURES_READ;

/// Actions that a report looks through.
const MOST_TOLD: usize = 1000;
/// Rows of one look at the database.
const AT_ONCE: usize = 200;

/// An action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = InsightAction, example = json!(super::wire::action()))]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// Who sees to it.
    pub owner_id: PersonId,
    /// Their name.
    #[schema(examples("Mara Lindgren"))]
    pub owner_name: String,
    /// Where it stands.
    pub state: ActionState,
    /// It is to be done, and its day has passed.
    #[schema(examples(false))]
    pub overdue: bool,
    /// What is done and what it should change.
    pub content: ActionContent,
    /// Whether it worked; null before its day.
    pub verdict: Option<Word>,
    /// When that was looked at.
    pub checked_at: Option<Timestamp>,
    /// Who took it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

/// Actions whose figures the actor may see, and their own: those to be done first, what is overdue before all.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn page(
    tx: &mut Tx<'_>,
    actor: &Actor,
    state: Option<ActionState>,
    owner: Option<PersonId>,
    page: &PageRequest,
) -> Result<Page<Action>> {
    actor.require(FIGURES_READ)?;
    let key = |kept: &Kept| (kept.state.place(), kept.due_on.clone(), kept.id.raw());
    let (mut after, mut found) = (page.after::<(i64, String, i64)>()?, Vec::new());
    // A page is full of what the actor may see: what is not theirs takes no room on it.
    loop {
        let rows = store::page(tx, state, owner, after.as_ref(), AT_ONCE)?;
        let more = rows.len() == AT_ONCE;
        after = rows.last().map(key);
        found.extend(rows.into_iter().filter(|kept| is_seen(actor, kept)));
        if found.len() > page.limit() || !more {
            break;
        }
    }
    let Page { items, next_cursor } = Page::from_rows(found, page.limit(), key);
    let today = today(tx)?;
    let items = items.into_iter().map(|kept| shown(tx, kept, &today)).collect::<Result<_>>()?;
    Ok(Page { items, next_cursor })
}

/// Those that reports tell of, whoever reads: to be done first, then what is done.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Action>> {
    let today = today(tx)?;
    let mut all = Vec::new();
    for kept in store::page(tx, None, None, None, MOST_TOLD)? {
        all.push(shown(tx, kept, &today)?);
    }
    Ok(all)
}

/// One action.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: ActionId) -> Result<Action> {
    let kept = seen(tx, actor, id)?;
    let today = today(tx)?;
    shown(tx, kept, &today)
}

/// What became of the figure.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `insight.metric_gone`
pub fn effect(tx: &mut Tx<'_>, actor: &Actor, id: ActionId) -> Result<Effect> {
    let kept = seen(tx, actor, id)?;
    effect_of(tx, &kept.content)
}

/// The same, whoever asks.
pub(super) fn effect_of(tx: &mut Tx<'_>, content: &ActionContent) -> Result<Effect> {
    let zone = settings::find(tx)?.zone;
    let today = tx.now().to_jiff().to_zoned(zone.clone()).date();
    let before = content.before.period(&zone)?;
    let after = content.after(today, &zone)?;
    let comparison = match &after {
        Some(after) => compare(tx, &content.measure, &before, after)?,
        None => Comparison { before: nothing(), after: nothing(), difference: None, interval: None },
    };
    let (verdict, why) = judge(&comparison, content.change, today > content.due()?);
    let begins = || Days { from: content.begins_on.clone(), to: content.begins_on.clone() };
    let after = after.map_or_else(begins, |after| Days::of(&after));
    Ok(Effect { verdict, why, before: content.before.clone(), after, comparison, change: content.change })
}

fn nothing() -> Reading {
    Reading { value: None, interval: None, count: 0, small: true }
}

fn seen(tx: &mut Tx<'_>, actor: &Actor, id: ActionId) -> Result<Kept> {
    actor.require(FIGURES_READ)?;
    let kept = store::find(tx, id)?;
    if is_seen(actor, &kept) { Ok(kept) } else { Err(Fault::not_found()) }
}

fn is_seen(actor: &Actor, kept: &Kept) -> bool {
    let me = actor.person();
    me == Some(kept.owner) || me == Some(kept.created_by) || kept.content.measure.is_seen_by(actor)
}

fn today(tx: &mut Tx<'_>) -> Result<String> {
    let zone = settings::find(tx)?.zone;
    Ok(tx.now().to_jiff().to_zoned(zone).date().to_string())
}

fn shown(tx: &mut Tx<'_>, kept: Kept, today: &str) -> Result<Action> {
    let owner_name = store::name_of(tx, kept.owner)?;
    let Kept { id, owner, due_on, state, content, verdict, checked_at, created_by, created_at, version } = kept;
    // Days as 2026-03-02 sort as they follow each other.
    let overdue = state == ActionState::Open && due_on.as_str() < today;
    Ok(Action {
        id,
        owner_id: owner,
        owner_name,
        state,
        overdue,
        content,
        verdict,
        checked_at,
        created_by,
        created_at,
        version,
    })
}
