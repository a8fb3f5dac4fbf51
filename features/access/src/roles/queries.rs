//! Reading roles.

use db::Tx;
use kernel::{Fault, Page, PageRequest, Result, RoleId, TypedId};

use super::http::RoleView;
use super::model::Role;
use super::store;
use crate::permissions::Registry;

/// A page of roles, built-in ones first.
pub(crate) fn page(tx: &mut Tx<'_>, registry: &Registry, request: &PageRequest) -> Result<Page<RoleView>> {
    let (after, limit) = (request.after::<RoleId>()?.map_or(0, TypedId::raw), request.limit());
    let rows = store::after(tx, after, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |role: &Role| role.id).map(|role| RoleView::of(&role, registry)))
}

/// One role.
pub(crate) fn view(tx: &mut Tx<'_>, registry: &Registry, id: RoleId) -> Result<RoleView> {
    let role = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    Ok(RoleView::of(&role, registry))
}
