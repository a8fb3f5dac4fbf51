//! Looking at programmes.

use db::Tx;
use kernel::{Actor, Result};

use super::model::{Programme, ProgrammeId};
use super::store;
use crate::permissions::ANSWER_SEE;

/// All programmes, oldest first.
///
/// # Errors
/// `access.forbidden`
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Programme>> {
    actor.require(ANSWER_SEE)?;
    store::all(tx)
}

/// One programme.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: ProgrammeId) -> Result<Programme> {
    actor.require(ANSWER_SEE)?;
    store::find(tx, id)
}
