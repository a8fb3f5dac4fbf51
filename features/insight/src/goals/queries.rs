//! Looking at goals and at how far they are.

use db::Tx;
use jiff::civil::Date;
use kernel::{Actor, Fault, FaultKind, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::model::{GoalContent, GoalId, Progress};
use super::store::{self, Kept};
use crate::figures::answer;
use crate::measures::{Scope, of_cell};
use crate::metrics::{Period, settings};
use crate::permissions::FIGURES_READ;

/// Rows that the store gives at once.
const AT_ONCE: usize = 201;

/// Stretches that are shown of one goal, this one included.
const SHOWN: usize = 7;

/// A goal with how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!(super::wire::goal()))]
pub struct Goal {
    /// Its id.
    pub id: GoalId,
    /// What somebody wants.
    pub content: GoalContent,
    /// Whose goal it is.
    pub scope: Scope,
    /// The stretch of today; of one goal, those before it too, the newest first. Empty when its metric is not in the dictionary
    /// any more.
    pub progress: Vec<Progress>,
    /// Who set it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

/// Goals whose figures the actor may see, the oldest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn page(tx: &mut Tx<'_>, actor: &Actor, page: &PageRequest) -> Result<Page<Goal>> {
    actor.require(FIGURES_READ)?;
    let (mut after, mut found) = (page.after::<i64>()?.unwrap_or_default(), Vec::new());
    // A page is full of what the actor may see: what is not theirs takes no room on it.
    loop {
        let rows = store::list(tx, after)?;
        let more = rows.len() == AT_ONCE;
        after = rows.last().map_or(after, |kept| kept.id.raw());
        found.extend(rows.into_iter().filter(|kept| kept.content.measure.is_seen_by(actor)));
        if found.len() > page.limit() || !more {
            break;
        }
    }
    let Page { items, next_cursor } = Page::from_rows(found, page.limit(), |kept: &Kept| kept.id.raw());
    let items = items.into_iter().map(|kept| goal(tx, kept, 1)).collect::<Result<_>>()?;
    Ok(Page { items, next_cursor })
}

/// One goal with the stretches before.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: GoalId) -> Result<Goal> {
    actor.require(FIGURES_READ)?;
    let kept = store::find(tx, id)?;
    if !kept.content.measure.is_seen_by(actor) {
        return Err(Fault::not_found());
    }
    goal(tx, kept, SHOWN)
}

/// What a goal wants and where it stands today, for who was allowed to see it before; none when it was given up or its metric left
/// the dictionary.
pub(crate) fn standing(tx: &mut Tx<'_>, id: GoalId) -> Result<Option<(GoalContent, Progress)>> {
    let kept = match store::find(tx, id) {
        Err(fault) if fault.kind() == FaultKind::NotFound => return Ok(None),
        found => found?,
    };
    let zone = settings::find(tx)?.zone;
    let today = tx.now().to_jiff().to_zoned(zone.clone()).date();
    let stretch = kept.content.every.stretch(today, &zone)?;
    Ok(reached(tx, &kept.content, &stretch, today)?.map(|progress| (kept.content, progress)))
}

fn goal(tx: &mut Tx<'_>, kept: Kept, stretches: usize) -> Result<Goal> {
    let zone = settings::find(tx)?.zone;
    let today = tx.now().to_jiff().to_zoned(zone.clone()).date();
    let mut progress = Vec::new();
    for stretch in kept.content.every.stretches(today, &zone, stretches)? {
        progress.extend(reached(tx, &kept.content, &stretch, today)?);
    }
    let Kept { id, content, created_by, created_at, version } = kept;
    let scope = content.scope();
    Ok(Goal { id, content, scope, progress, created_by, created_at, version })
}

fn reached(tx: &mut Tx<'_>, content: &GoalContent, stretch: &Period, today: Date) -> Result<Option<Progress>> {
    let measure = &content.measure;
    let Some(question) = measure.question(stretch.clone()) else { return Ok(None) };
    let cell = answer(tx, &question, &[])?.pop().map(|(_, cell)| cell).unwrap_or_default();
    let reading = of_cell(question.metric, measure.statistic, &cell);
    Ok(Some(content.progress(stretch, reading, today)))
}
