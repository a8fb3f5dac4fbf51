//! Reading sessions.

use db::Tx;
use kernel::{Actor, ActorKind, Page, PageRequest, PersonId, Result, TypedId};

use super::SessionId;
use super::http::SessionView;
use super::store::{self, SessionRow};
use crate::error;

/// The person of a browser session. A token must not reach into the sessions or the password of its owner.
pub(crate) fn require_browser(actor: &Actor) -> Result<PersonId> {
    match actor.kind {
        ActorKind::Person(person) => Ok(person),
        ActorKind::Token(..) | ActorKind::System => Err(error::PERSON_ONLY.into()),
    }
}

/// A page of the actor's own sessions, newest first.
pub(super) fn page(tx: &mut Tx<'_>, actor: &Actor, current: &str, request: &PageRequest) -> Result<Page<SessionView>> {
    let person = require_browser(actor)?;
    let (below, limit) = (request.after::<SessionId>()?.map_or(i64::MAX, TypedId::raw), request.limit());
    let rows = store::of_person(tx, person, below, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |row: &SessionRow| row.id).map(|row| SessionView::of(row, current)))
}
