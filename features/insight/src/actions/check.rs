//! On the day after an action's last day it is looked at once whether it worked, and told.

use db::{Db, Tx};
use jobs::{NewJob, Outcome, Runner};
use kernel::{Actor, FaultKind, PersonId, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::model::{ActionContent, ActionId, ActionState, Effect};
use super::{queries, store};
use crate::error;
use crate::events;
use crate::facts;
use crate::metrics::{Period, settings};

/// The job that looks at an action on its day.
const CHECK_ACTION: &str = "insight.check_action";

/// Which action.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Check {
    action: ActionId,
}

/// Lets a node look at actions.
pub(crate) fn register(runner: &mut Runner, db: &Db) {
    let db = db.clone();
    runner.add(CHECK_ACTION, move |job| {
        let db = db.clone();
        async move {
            let plan: Check = job.payload()?;
            if !db.read(facts::are_current).await? {
                return Ok(Outcome::Again(db.clock().now().plus(facts::LATER)));
            }
            db.write(move |tx| check(tx, plan.action)).await?;
            Ok(Outcome::Done)
        }
    });
}

/// Plans the look for the midnight after the last day.
pub(super) fn plan(tx: &mut Tx<'_>, id: ActionId, content: &ActionContent) -> Result<()> {
    let zone = settings::find(tx)?.zone;
    let due = content.due()?;
    let (_, midnight) = Period { first: due, last: due, zone }.instants()?;
    let at: Timestamp = midnight.max(tx.now());
    jobs::enqueue(tx, NewJob::now(CHECK_ACTION, Check { action: id }).at(at).once_for(id))
}

pub(super) fn cancel(tx: &mut Tx<'_>, id: ActionId) -> Result<()> {
    jobs::cancel(tx, CHECK_ACTION, &id.to_string()).map(drop)
}

fn check(tx: &mut Tx<'_>, id: ActionId) -> Result<()> {
    let kept = match store::find(tx, id) {
        Err(fault) if fault.kind() == FaultKind::NotFound => return Ok(()),
        found => found?,
    };
    if kept.state == ActionState::Dropped {
        return Ok(());
    }
    let effect = match queries::effect_of(tx, &kept.content) {
        Err(fault) if fault.is(error::METRIC_GONE) => return Ok(()),
        found => found?,
    };
    store::note_verdict(tx, id, effect.verdict)?;
    let event = events::action("checked", id, &kept.content.measure.metric, Some(effect.verdict.word()));
    events::tell(tx, &Actor::system(), event)
}

/// What the owner of an action is told on its day.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionLetter {
    /// Who sees to it.
    pub owner: PersonId,
    /// What was done.
    pub title: String,
    /// The metric's name in the dictionary.
    pub metric: String,
    /// What became of the figure.
    pub effect: Effect,
}

/// What the owner of an action is told.
pub fn letter(tx: &mut Tx<'_>, id: ActionId) -> Result<ActionLetter> {
    let kept = store::find(tx, id)?;
    let effect = queries::effect_of(tx, &kept.content)?;
    let (title, metric) = (kept.content.title, kept.content.measure.metric);
    Ok(ActionLetter { owner: kept.owner, title, metric, effect })
}

/// For tests: the look itself, without its day.
#[cfg(test)]
pub(super) fn check_now(tx: &mut Tx<'_>, id: ActionId) -> Result<()> {
    check(tx, id)
}
