//! The company in the database: one row.

use db::{Tx, p, sql};
use kernel::Result;

sql! {
    FIND = "select name, time_zone, language, version from access_company where id = 1";
    INSERT = "insert into access_company (id, name, time_zone, language, version) values (1, $1, $2, $3, 1) on conflict (id) do nothing";
    UPDATE = "update access_company set name = $1, time_zone = $2, language = $3, version = version + 1 where id = 1 and version = $4";
}

/// The company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// As customers know it.
    pub name: String,
    /// A zone of the time zone database: where the department works.
    pub time_zone: String,
    /// `en` or `de`: of what people have not chosen for themselves.
    pub language: String,
    /// Rises with every change.
    pub version: i64,
}

/// The company, once Quarterdeck is set up.
pub(crate) fn find(tx: &mut Tx<'_>) -> Result<Option<Company>> {
    tx.opt(FIND, p![], |row| {
        Ok(Company { name: row.take()?, time_zone: row.take()?, language: row.take()?, version: row.take()? })
    })
}

/// What the company is called; empty before Quarterdeck is set up.
///
/// # Errors
/// Trouble with the store.
pub fn name(tx: &mut Tx<'_>) -> Result<String> {
    Ok(find(tx)?.map(|company| company.name).unwrap_or_default())
}

/// Whether there was no company before.
pub(crate) fn insert(tx: &mut Tx<'_>, name: &str, time_zone: &str, language: &str) -> Result<bool> {
    Ok(tx.exec(INSERT, p![name, time_zone, language])? == 1)
}

/// Whether the company still had the version.
pub(super) fn update(tx: &mut Tx<'_>, company: &Company) -> Result<bool> {
    Ok(tx.exec(UPDATE, p![company.name, company.time_zone, company.language, company.version])? == 1)
}
