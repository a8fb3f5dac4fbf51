//! Reading invitations.

use db::{Filter, Tx};
use kernel::{Actor, Fault, Page, PageRequest, Result, TypedId};

use super::InvitationId;
use super::http::InvitationView;
use super::store::{self, Invitation};
use crate::permissions::MANAGE_PEOPLE;

/// A page of open invitations, newest first.
pub(super) fn page(tx: &mut Tx<'_>, actor: &Actor, request: &PageRequest) -> Result<Page<InvitationView>> {
    actor.require(MANAGE_PEOPLE)?;
    let (below, limit) = (request.after::<InvitationId>()?.map_or(i64::MAX, TypedId::raw), request.limit());
    let (mut filter, now) = (Filter::new(), tx.now());
    filter.and("i.id < ?", &[&below]);
    let rows = store::list(tx, &filter, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |row: &Invitation| row.id).map(|row| InvitationView::of(row, now)))
}

/// One open invitation.
pub(super) fn view(tx: &mut Tx<'_>, id: InvitationId) -> Result<InvitationView> {
    let (found, now) = (store::find(tx, id)?, tx.now());
    found.map(|row| InvitationView::of(row, now)).ok_or_else(Fault::not_found)
}
