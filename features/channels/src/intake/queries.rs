//! Looking at mail that could not be placed.

use db::{Tx, p};
use kernel::{Actor, Page, PageRequest, Result, Timestamp};

use super::model::{Intake, IntakeId};
use super::store;
use crate::permissions::MANAGE_UNPLACED;

/// Mail that waits for a person, newest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn unplaced(tx: &mut Tx<'_>, actor: &Actor, page: &PageRequest) -> Result<Page<Intake>> {
    actor.require(MANAGE_UNPLACED)?;
    let (at, id) = page
        .after::<(Timestamp, IntakeId)>()?
        .map_or((i64::MAX, i64::MAX), |(at, id)| (at.micros(), kernel::TypedId::raw(id)));
    let mut rows = tx.all(store::KEPT, p![at, id], store::read)?;
    rows.truncate(page.limit() + 1);
    Ok(Page::from_rows(rows, page.limit(), |row| (row.received_at, row.id)))
}

/// How many mails wait for a person.
pub fn unplaced_count(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(store::COUNT, p![], |row| row.take())
}

/// The blob with the raw bytes of a mail.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn raw_blob(tx: &mut Tx<'_>, actor: &Actor, id: IntakeId) -> Result<String> {
    actor.require(MANAGE_UNPLACED)?;
    store::find(tx, id).map(|intake| intake.blob)
}
