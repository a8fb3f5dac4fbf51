//! Who looked at whose figures: kept whenever somebody asks for the figures of others by name.

use db::{Tx, p, sql};
use kernel::{Actor, Page, PageRequest, PersonId, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use crate::metrics::By;
use crate::permissions::SETTINGS_MANAGE;

db::typed_id!(
    /// Somebody's look at figures.
    LookId, "look");

sql! {
    KEEP = "insert into insight_looks (id, at, person_id, question) values ($1, $2, $3, $4)";
    NEWEST = "select id, at, person_id, question from insight_looks where (at, id) < ($1, $2) order by at desc, id desc limit 201";
}

/// Somebody's look at figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureLook)]
pub(crate) struct Look {
    /// Which.
    pub(crate) id: LookId,
    /// When.
    pub(crate) at: Timestamp,
    /// Who looked.
    pub(crate) person: PersonId,
    /// What they asked, as the address had it: metrics, days, people.
    #[schema(examples("metric=first_response_time&from=2026-03-01&to=2026-03-31&by=agent"))]
    pub(crate) question: String,
}

/// Whether a question is about others by name.
pub(crate) fn is_about_others(actor: &Actor, asked: &Asked) -> bool {
    let me = actor.person();
    asked.by.contains(&By::Agent) || asked.agent.iter().any(|person| Some(*person) != me)
}

/// Keeps a look.
pub(crate) fn keep(tx: &mut Tx<'_>, actor: &Actor, question: &str) -> Result<()> {
    let Some(person) = actor.person() else { return Ok(()) };
    let (id, now) = (tx.id::<LookId>(), tx.now());
    tx.exec(KEEP, p![id, now, person, question]).map(drop)
}

/// Who looked, newest first.
pub(crate) fn page(tx: &mut Tx<'_>, actor: &Actor, page: &PageRequest) -> Result<Page<Look>> {
    actor.require(SETTINGS_MANAGE)?;
    let (at, id): (i64, i64) = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let mut rows = tx.all(NEWEST, p![at, id], |row| {
        Ok(Look { id: row.take()?, at: row.take()?, person: row.take()?, question: row.take()? })
    })?;
    rows.truncate(page.limit() + 1);
    Ok(Page::from_rows(rows, page.limit(), |look| (look.at.micros(), kernel::TypedId::raw(look.id))))
}
