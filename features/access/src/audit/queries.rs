//! Reading the audit trail.

use db::{Filter, Tx};
use kernel::{Actor, Page, Result};

use super::http::{AuditQuery, AuditView};
use crate::permissions::READ_AUDIT;

/// A page of entries, newest first.
pub(super) fn page(tx: &mut Tx<'_>, actor: &Actor, query: &AuditQuery) -> Result<Page<AuditView>> {
    actor.require(READ_AUDIT)?;
    let request = query.page();
    let mut filter = Filter::new();
    if let Some(below) = request.after::<i64>()? {
        filter.and("number < ?", &[&below]);
    }
    if let Some(person) = query.person_id {
        filter.and("person = ?", &[&person]);
    }
    if let Some(thing) = &query.thing {
        filter.and("thing = ?", &[thing]);
    }
    if let Some(action) = &query.action {
        filter.and("action = ?", &[action]);
    }
    if let Some(from) = query.from {
        filter.and("at >= ?", &[&from]);
    }
    if let Some(to) = query.to {
        filter.and("at < ?", &[&to]);
    }
    let limit = request.limit();
    let rows = tx.audit_rows(&filter, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |row| row.number).map(AuditView::from))
}
