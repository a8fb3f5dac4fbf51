//! Changing the company.

use db::Tx;
use kernel::{Actor, Fault, Result, ThingId};
use serde_json::json;

use super::store::{self, Company};
use crate::fields::{self, Fields};
use crate::permissions::MANAGE_COMPANY;
use crate::{error, events};

/// A change of the company.
#[derive(Debug, Clone, Default)]
pub struct CompanyChange {
    /// Another name.
    pub name: Option<String>,
    /// Another time zone.
    pub time_zone: Option<String>,
    /// Another language.
    pub language: Option<String>,
    /// The version that was seen.
    pub version: i64,
}

/// Changes name, time zone or language.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, change: &CompanyChange) -> Result<Company> {
    actor.require(MANAGE_COMPANY)?;
    let before = store::find(tx)?.ok_or_else(Fault::not_found)?;
    let mut checked = Fields::default();
    let name = checked.check_opt("name", change.name.as_deref().map(fields::name));
    let time_zone = checked.check_opt("time_zone", change.time_zone.as_deref().map(fields::time_zone));
    let language = checked.check_opt("language", change.language.as_deref().map(fields::language));
    checked.done()?;
    let mut after = Company {
        name: name.unwrap_or_else(|| before.name.clone()),
        time_zone: time_zone.unwrap_or_else(|| before.time_zone.clone()),
        language: language.unwrap_or_else(|| before.language.clone()),
        version: change.version,
    };
    if !store::update(tx, &after)? {
        return Err(error::COMPANY_CHANGED.into());
    }
    let facts = json!({"before": facts(&before), "after": facts(&after)});
    events::record(tx, actor, events::COMPANY_CHANGED, thing(), facts)?;
    after.version += 1;
    Ok(after)
}

/// What events about the one company are about.
pub(crate) fn thing() -> ThingId {
    ThingId("company".to_owned())
}

fn facts(company: &Company) -> serde_json::Value {
    json!({"name": company.name, "time_zone": company.time_zone, "language": company.language})
}
