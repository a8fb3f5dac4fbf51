//! What `quarterdeck verify --deep` looks at beside the audit chain: whether what refers to something finds it, whether every
//! blob is what its name says, and whether what is kept twice is the same twice.

mod counted;
mod references;

use db::Tx;
use files::Files;
use kernel::Result;

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What is well, a line each.
    pub well: Vec<String>,
    /// What is not, in words.
    pub wrong: Vec<String>,
    /// What was not and is now.
    pub repaired: Vec<String>,
}

/// Looks at everything within one snapshot.
///
/// # Errors
/// `platform.unavailable` when the database goes away.
pub fn look(tx: &mut Tx<'_>, files: &Files) -> Result<Findings> {
    tx.without_time_limit()?;
    let mut found = Findings::default();
    references::look(tx, &mut found)?;
    let blobs = files.check_all(tx)?;
    found.well.push(format!("attachments and mails: {} kept, {} damaged or missing", blobs.kept, blobs.wrong.len()));
    found.wrong.extend(blobs.wrong);
    counted::look(tx, &mut found)?;
    Ok(found)
}

/// Computes anew what can be computed from the rest, in one unit of work.
///
/// # Errors
/// `platform.unavailable` when the database goes away.
pub fn repair(tx: &mut Tx<'_>) -> Result<Findings> {
    tx.without_time_limit()?;
    let mut found = Findings::default();
    counted::repair(tx, &mut found)?;
    Ok(found)
}
