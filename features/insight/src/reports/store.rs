//! SQL text of plans and reports.

use db::{Filter, Row, Tx, p, sql};
use kernel::{Fault, PersonId, Result, Timestamp, TypedId};

use super::model::{PlanContent, PlanId, ReportId, ReportState};
use super::sections::Section;

sql! {
    PLANS = "select id, owner_id, content, since, created_at, version from insight_report_plans where id > $1 order by id limit 201";
    PLAN = "select id, owner_id, content, since, created_at, version from insight_report_plans where id = $1";
    INSERT_PLAN = "insert into insight_report_plans (id, owner_id, content, since, created_at, changed_at, version)
                   values ($1, $2, $3, $4, $5, $6, 1)";
    UPDATE_PLAN = "update insight_report_plans set content = $1, since = $2, changed_at = $3, version = version + 1
                   where id = $4 and version = $5";
    DELETE_PLAN = "delete from insight_report_plans where id = $1";
    FIND = "select id, plan_id, owner_id, name, first_day, last_day, content, made_at, frozen_at, frozen_by, version, company, sections
            from insight_reports where id = $1";
    INSERT = "insert into insight_reports (id, plan_id, owner_id, name, first_day, last_day, content, sections, company, made_at, frozen_at, frozen_by, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 1)";
    UPDATE = "update insight_reports set name = $1, sections = $2, version = version + 1 where id = $3 and version = $4 and frozen_at = 0";
    RENEW = "update insight_reports set sections = $1, company = $2, made_at = $3, version = version + 1
             where id = $4 and version = $5 and frozen_at = 0";
    FREEZE = "update insight_reports set frozen_at = $1, frozen_by = $2, version = version + 1 where id = $3 and version = $4 and frozen_at = 0";
    DELETE = "delete from insight_reports where id = $1 and frozen_at = 0";
    NAME = "select name from pub_access_people where id = $1";
}

/// A plan as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct KeptPlan {
    pub(crate) id: PlanId,
    pub(crate) owner: PersonId,
    pub(crate) content: PlanContent,
    /// When its schedule was set.
    pub(crate) since: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
}

/// A report as it is kept, without what stands in it.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) id: ReportId,
    pub(crate) plan: PlanId,
    pub(crate) owner: PersonId,
    pub(crate) name: String,
    pub(crate) first: String,
    pub(crate) last: String,
    /// The plan as it was.
    pub(crate) content: PlanContent,
    pub(crate) made_at: Timestamp,
    pub(crate) frozen_at: Option<Timestamp>,
    pub(crate) frozen_by: Option<PersonId>,
    pub(crate) version: i64,
}

/// A report as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) head: Head,
    pub(crate) company: String,
    pub(crate) sections: Vec<Section>,
}

impl Head {
    pub(crate) fn state(&self) -> ReportState {
        if self.frozen_at.is_some() { ReportState::Frozen } else { ReportState::Draft }
    }
}

/// What a report is made of.
#[derive(Debug, Clone)]
pub(crate) struct NewReport {
    pub(crate) plan: PlanId,
    pub(crate) owner: PersonId,
    pub(crate) name: String,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) content: PlanContent,
    pub(crate) company: String,
    pub(crate) sections: Vec<Section>,
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Fault::internal)
}

fn read_plan(row: &mut Row<'_>) -> Result<KeptPlan> {
    let (id, owner) = (row.take()?, row.take()?);
    let content = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    Ok(KeptPlan { id, owner, content, since: row.take()?, created_at: row.take()?, version: row.take()? })
}

fn read_head(row: &mut Row<'_>) -> Result<Head> {
    let (id, plan, owner) = (row.take()?, row.take()?, row.take()?);
    let (name, first, last) = (row.take()?, row.take()?, row.take()?);
    let content = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    let made_at = row.take()?;
    let frozen_at: Timestamp = row.take()?;
    let frozen_by: i64 = row.take()?;
    Ok(Head {
        id,
        plan,
        owner,
        name,
        first,
        last,
        content,
        made_at,
        frozen_at: frozen_at.happened(),
        frozen_by: (frozen_by != 0).then(|| PersonId::from_raw(frozen_by)),
        version: row.take()?,
    })
}

pub(crate) fn plans(tx: &mut Tx<'_>, after: i64) -> Result<Vec<KeptPlan>> {
    tx.all(PLANS, p![after], read_plan)
}

pub(crate) fn plan(tx: &mut Tx<'_>, id: PlanId) -> Result<KeptPlan> {
    tx.one(PLAN, p![id], read_plan)
}

pub(crate) fn insert_plan(tx: &mut Tx<'_>, id: PlanId, owner: PersonId, content: &PlanContent) -> Result<()> {
    let (content, now) = (text(content)?, tx.now());
    tx.exec(INSERT_PLAN, p![id, owner, content, now, now, now]).map(drop)
}

/// Saves when nobody else did since that version; says whether it was saved.
pub(crate) fn update_plan(
    tx: &mut Tx<'_>,
    id: PlanId,
    content: &PlanContent,
    since: Timestamp,
    version: i64,
) -> Result<bool> {
    let (content, now) = (text(content)?, tx.now());
    Ok(tx.exec(UPDATE_PLAN, p![content, since, now, id, version])? > 0)
}

pub(crate) fn delete_plan(tx: &mut Tx<'_>, id: PlanId) -> Result<bool> {
    Ok(tx.exec(DELETE_PLAN, p![id])? > 0)
}

/// Up to `limit` reports before a place, the newest first.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    state: Option<ReportState>,
    plan: Option<PlanId>,
    before: Option<(i64, i64)>,
    limit: usize,
) -> Result<Vec<Head>> {
    let mut filter = Filter::new();
    match state {
        Some(ReportState::Draft) => filter.raw("frozen_at = 0"),
        Some(ReportState::Frozen) => filter.raw("frozen_at > 0"),
        None => &mut filter,
    };
    if let Some(plan) = plan {
        filter.and("plan_id = ?", &[&plan]);
    }
    if let Some((at, id)) = before {
        filter.and("(made_at, id) < (?, ?)", &[&at, &id]);
    }
    let sql = format!(
        "select id, plan_id, owner_id, name, first_day, last_day, content, made_at, frozen_at, frozen_by, version from insight_reports{}
         order by made_at desc, id desc limit {limit}",
        filter.sql()
    );
    tx.all(&sql, &filter.params(), read_head)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: ReportId) -> Result<Kept> {
    tx.one(FIND, p![id], |row| {
        let head = read_head(row)?;
        let company = row.take()?;
        let sections = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
        Ok(Kept { head, company, sections })
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: ReportId, it: &NewReport) -> Result<()> {
    let (content, sections, now) = (text(&it.content)?, text(&it.sections)?, tx.now());
    let params = p![id, it.plan, it.owner, it.name, it.first, it.last, content, sections, it.company, now];
    tx.exec(INSERT, params).map(drop)
}

/// Saves a draft that nobody else changed since that version; says whether it was saved.
pub(crate) fn update(tx: &mut Tx<'_>, id: ReportId, name: &str, sections: &[Section], version: i64) -> Result<bool> {
    let sections = text(&sections)?;
    Ok(tx.exec(UPDATE, p![name, sections, id, version])? > 0)
}

/// The same with figures taken anew.
pub(crate) fn renew(tx: &mut Tx<'_>, id: ReportId, sections: &[Section], company: &str, version: i64) -> Result<bool> {
    let (sections, now) = (text(&sections)?, tx.now());
    Ok(tx.exec(RENEW, p![sections, company, now, id, version])? > 0)
}

/// Makes a record of a draft; nobody's when it was made by itself.
pub(crate) fn freeze(tx: &mut Tx<'_>, id: ReportId, by: Option<PersonId>, version: i64) -> Result<bool> {
    let (now, by) = (tx.now(), by.map_or(0, TypedId::raw));
    Ok(tx.exec(FREEZE, p![now, by, id, version])? > 0)
}

/// Throws a draft away; says whether it was one.
pub(crate) fn delete(tx: &mut Tx<'_>, id: ReportId) -> Result<bool> {
    Ok(tx.exec(DELETE, p![id])? > 0)
}

pub(crate) fn name_of(tx: &mut Tx<'_>, id: PersonId) -> Result<String> {
    Ok(tx.opt(NAME, p![id], |row| row.take())?.unwrap_or_default())
}
