//! Reading definitions.

use db::Tx;
use kernel::{Actor, Result};

use super::model::Definition;
use super::store;
use crate::permissions::CONTACT_SEE;

/// All definitions, those of contacts first, oldest first.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Definition>> {
    actor.require(CONTACT_SEE)?;
    store::all(tx)
}
