//! A number that rises with every change that can alter who may do what.
//!
//! Nodes compare it before they trust what they remember of sessions. Because all such changes touch this one row, two of
//! them are always serialised: the last two administrators cannot demote each other at the same instant.

use db::{Tx, p, sql};
use kernel::Result;

sql! {
    RAISE = "update access_epoch set value = value + 1 where id = 1";
    PRESENT = "select value from access_epoch where id = 1";
}

/// What was remembered before is no longer trusted, on any node, once this unit of work commits.
pub(crate) fn raise(tx: &mut Tx<'_>) -> Result<()> {
    tx.exec(RAISE, p![])?;
    tx.announce();
    Ok(())
}

/// The present number.
pub(crate) fn present(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(PRESENT, p![], |row| row.take())
}
