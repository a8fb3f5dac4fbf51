//! Who is to be told of something: whoever may see to it.

use db::{Filter, Row, Tx, p, sql};
use kernel::{Permission, PersonId, Result};

sql! {
    WHO_MAY = "select p.name, p.email, p.language from access_people p join access_roles r on r.id = p.role_id
               where p.active and (r.builtin = 'administrator' or exists (select 1 from access_role_permissions x
               where x.role_id = r.id and x.permission = $1)) order by p.id";
}

/// Somebody who works here, as letters need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The language, `en` or `de`.
    pub language: String,
}

/// Everybody active who may do what administrators may: administrators, and those whose own role was given it.
pub fn who_may(tx: &mut Tx<'_>, permission: Permission) -> Result<Vec<Reader>> {
    tx.all(WHO_MAY, p![permission.name], read)
}

/// Those of some people who still work here.
pub fn active(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<Vec<Reader>> {
    let mut filter = Filter::new();
    filter.raw("active").and_in("id", people);
    let sql = format!("select name, email, language from access_people{} order by id", filter.sql());
    tx.all(&sql, &filter.params(), read)
}

fn read(row: &mut Row<'_>) -> Result<Reader> {
    Ok(Reader { name: row.take()?, email: row.take()?, language: row.take()? })
}
