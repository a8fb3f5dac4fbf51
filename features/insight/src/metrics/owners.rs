//! Who answers for a metric, and what they note beside its definition. Every change stays.

use std::collections::BTreeMap;

use db::{Row, Tx, p, sql};
use kernel::{Actor, Fault, FieldFault, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::dictionary::Metric;
use crate::permissions::{FIGURES_READ, SETTINGS_MANAGE};
use crate::{error, events};

sql! {
    NEWEST = "select o.metric, o.version, o.owner_id, coalesce(p.name, ''), o.note, o.changed_by, o.changed_at from insight_metric_owners o
              left join pub_access_people p on p.id = o.owner_id
              where o.version = (select max(n.version) from insight_metric_owners n where n.metric = o.metric) order by o.metric";
    OF = "select o.metric, o.version, o.owner_id, coalesce(p.name, ''), o.note, o.changed_by, o.changed_at from insight_metric_owners o
          left join pub_access_people p on p.id = o.owner_id where o.metric = $1 order by o.version desc limit 200";
    VERSION = "select coalesce(max(version), 0) from insight_metric_owners where metric = $1";
    KEEP = "insert into insight_metric_owners (metric, version, owner_id, note, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)
            on conflict (metric, version) do nothing";
    PERSON = "select id from pub_access_people where id = $1 and active";
}

/// Letters of a note.
const LONGEST_NOTE: usize = 4000;

/// Who answers for a metric, and what is noted beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = MetricOwner, example = json!(example()))]
#[expect(clippy::struct_field_names, reason = "the API names the owner so")]
pub(crate) struct Owner {
    /// Who answers for it; null when nobody does.
    pub(crate) owner_id: Option<PersonId>,
    /// Their name; empty when nobody does.
    #[schema(examples("Mara Lindgren"))]
    pub(crate) owner_name: String,
    /// What is noted beside the definition; may be empty.
    #[schema(examples("Ask Mara before you compare the years: the shop moved in May."))]
    pub(crate) note: String,
    /// Rises with every change; 0 before the first.
    #[schema(examples(2))]
    pub(crate) version: i64,
    /// Who changed it last; null before the first change.
    pub(crate) changed_by: Option<PersonId>,
    /// When.
    pub(crate) changed_at: Option<Timestamp>,
}

/// How it looks on the wire, for the API's document.
pub(crate) fn example() -> serde_json::Value {
    serde_json::json!({"owner_id": "pers_06pz3k5m8v00m", "owner_name": "Mara Lindgren", "note": "The shop moved in May.", "version": 2,
        "changed_by": "pers_06pz3k5m8v00g", "changed_at": "2026-03-02T09:30:00Z"})
}

/// Who shall answer for a metric.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MetricOwnerChange, example = json!({"owner_id": "pers_06pz3k5m8v00m", "note": "The shop moved in May.", "version": 1}))]
pub(crate) struct NewOwner {
    /// Who; null for nobody.
    pub(crate) owner_id: Option<PersonId>,
    /// What is noted beside the definition.
    #[serde(default)]
    pub(crate) note: String,
    /// The version that was seen; 0 before the first.
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<(String, Owner)> {
    let (metric, version) = (row.take()?, row.take()?);
    let person = |raw: i64| (raw != 0).then(|| PersonId::from_raw(raw));
    let (owner, owner_name, note) = (row.take()?, row.take()?, row.take()?);
    let (by, at): (i64, Timestamp) = (row.take()?, row.take()?);
    let owner_id = person(owner);
    Ok((metric, Owner { owner_id, owner_name, note, version, changed_by: person(by), changed_at: at.happened() }))
}

/// As they are now, by the metric's name for programs.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Owner>> {
    Ok(tx.all(NEWEST, p![], read)?.into_iter().collect())
}

/// What was changed of one, the newest first.
///
/// # Errors
/// `access.forbidden`, `platform.not_found` for what is not in the dictionary
pub(crate) fn changes(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<Vec<Owner>> {
    actor.require(FIGURES_READ)?;
    let metric = Metric::named(code).ok_or_else(Fault::not_found)?;
    Ok(tx.all(OF, p![metric.definition().code], read)?.into_iter().map(|(_, owner)| owner).collect())
}

/// Says who answers for a metric from now on, and what is noted beside it.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.metric_changed`
pub(crate) fn change(tx: &mut Tx<'_>, actor: &Actor, code: &str, wanted: &NewOwner) -> Result<Owner> {
    actor.require(SETTINGS_MANAGE)?;
    let by = actor.require_person()?;
    let code = Metric::named(code).ok_or_else(Fault::not_found)?.definition().code;
    let mut faults = Vec::new();
    if let Some(owner) = wanted.owner_id
        && tx.opt(PERSON, p![owner], |row| row.take::<PersonId>())?.is_none()
    {
        faults.push(FieldFault::saying("owner_id", error::PERSON_UNKNOWN));
    }
    if wanted.note.chars().count() > LONGEST_NOTE {
        faults.push(FieldFault::saying("note", error::TEXT_LONG));
    }
    Fault::check_fields(faults)?;
    let seen: i64 = tx.one(VERSION, p![code], |row| row.take())?;
    let before = all(tx)?.remove(code).and_then(|it| it.owner_id);
    let (version, now) = (wanted.version + 1, tx.now());
    let owner = wanted.owner_id.map_or(0, TypedId::raw);
    let note = wanted.note.trim();
    if seen != wanted.version || tx.exec(KEEP, p![code, version, owner, note, by, now])? == 0 {
        return Err(error::METRIC_CHANGED.into());
    }
    events::tell(tx, actor, events::metric(code, before, wanted.owner_id, note))?;
    Ok(all(tx)?.remove(code).unwrap_or_default())
}
