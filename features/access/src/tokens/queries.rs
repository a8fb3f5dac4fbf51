//! Reading tokens.

use db::{Filter, Tx};
use kernel::{Actor, Page, PageRequest, Result, TokenId, TypedId};

use super::http::TokenView;
use super::store::{self, TokenRow};
use crate::permissions::MANAGE_TOKENS;

/// A filter that leaves one's own tokens, or all for who manages tokens.
fn visible_to(actor: &Actor) -> Result<Filter> {
    let mut filter = Filter::new();
    if !actor.may(MANAGE_TOKENS) {
        filter.and("t.person_id = ?", &[&actor.require_person()?]);
    }
    Ok(filter)
}

/// A token, when the actor may know of it.
pub(super) fn visible(tx: &mut Tx<'_>, actor: &Actor, id: TokenId) -> Result<Option<TokenRow>> {
    let mut filter = visible_to(actor)?;
    filter.and("t.id = ?", &[&id]);
    Ok(store::list(tx, &filter, 1)?.pop())
}

/// A page of tokens, newest first.
pub(super) fn page(tx: &mut Tx<'_>, actor: &Actor, request: &PageRequest) -> Result<Page<TokenView>> {
    let (below, limit) = (request.after::<TokenId>()?.map_or(i64::MAX, TypedId::raw), request.limit());
    let mut filter = visible_to(actor)?;
    filter.and("t.id < ?", &[&below]);
    let rows = store::list(tx, &filter, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |row: &TokenRow| row.id).map(TokenView::from))
}
