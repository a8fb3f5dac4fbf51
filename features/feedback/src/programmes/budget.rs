//! How much a customer is asked at all, whatever the programme.

use std::time::Duration;

use db::{Tx, p, sql};
use kernel::{Actor, AuditEntry, ContactId, Fault, FieldFault, NewEvent, Result, ThingId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::error;
use crate::permissions::{ANSWER_SEE, PROGRAMME_MANAGE};

sql! {
    FIND = "select budget_surveys, budget_days, version from feedback_settings where id = 1";
    CREATE = "insert into feedback_settings (id, budget_surveys, budget_days, version) values (1, $1, $2, 1)";
    CHANGE = "update feedback_settings set budget_surveys = $1, budget_days = $2, version = version + 1 where id = 1 and version = $3";
    TOUCH = "insert into feedback_budgets (contact_id, spent_at) values ($1, $2)
             on conflict (contact_id) do update set spent_at = excluded.spent_at";
    SPENT = "select count(*) from feedback_surveys where contact_id = $1 and sent_at > $2";
}

/// The survey budget of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyBudget, example = json!({"surveys": 1, "days": 30, "version": 1}))]
pub struct Budget {
    /// At most so many surveys of all programmes together …
    pub surveys: i64,
    /// … within so many days.
    pub days: i64,
    /// Rises with each change; 0 while nobody chose any.
    pub version: i64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { surveys: 1, days: 30, version: 0 }
    }
}

/// The budget as it is, for whoever may see what comes of it.
///
/// # Errors
/// `access.forbidden`
pub fn shown(tx: &mut Tx<'_>, actor: &Actor) -> Result<Budget> {
    actor.require(ANSWER_SEE)?;
    load(tx)
}

fn load(tx: &mut Tx<'_>) -> Result<Budget> {
    let found =
        tx.opt(FIND, p![], |row| Ok(Budget { surveys: row.take()?, days: row.take()?, version: row.take()? }))?;
    Ok(found.unwrap_or_default())
}

/// Changes the budget.
///
/// # Errors
/// `access.forbidden`, `feedback.changed`, fields out of their bounds.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, wanted: Budget) -> Result<Budget> {
    actor.require(PROGRAMME_MANAGE)?;
    let bounds = |field: &'static str, number: i64, most: i64| {
        let said = error::NUMBER_BOUNDS.said([("least", "1"), ("most", &most.to_string())]);
        (!(1..=most).contains(&number)).then(|| FieldFault::saying(field, said))
    };
    let faults = [bounds("surveys", wanted.surveys, 100), bounds("days", wanted.days, 730)];
    Fault::check_fields(faults.into_iter().flatten().collect())?;
    let before = load(tx)?;
    if before.version != wanted.version {
        return Err(error::CHANGED.into());
    }
    if before.version == 0 {
        tx.exec(CREATE, p![wanted.surveys, wanted.days])?;
    } else if tx.exec(CHANGE, p![wanted.surveys, wanted.days, wanted.version])? == 0 {
        return Err(error::CHANGED.into());
    }
    let detail = json!({"surveys": wanted.surveys, "days": wanted.days, "before": {"surveys": before.surveys, "days": before.days}});
    let thing = ThingId("feedback_budget".to_owned());
    let name = "feedback.budget.changed";
    tx.emit(actor, NewEvent { name, version: 1, thing: thing.clone(), facts: detail.clone() })?;
    tx.audit(actor, AuditEntry { action: name, thing, detail })?;
    load(tx)
}

/// Whether the customer may be asked once more now. Whoever asks that holds the customer's row until the end of the unit of work, so
/// that two programmes cannot both spend the last survey.
pub(crate) fn has_room(tx: &mut Tx<'_>, contact: ContactId) -> Result<bool> {
    let (budget, now) = (load(tx)?, tx.now());
    tx.exec(TOUCH, p![contact, now])?;
    let since = now.minus(Duration::from_hours(24 * budget.days.unsigned_abs()));
    Ok(tx.one(SPENT, p![contact, since], |row| row.take::<i64>())? < budget.surveys)
}
