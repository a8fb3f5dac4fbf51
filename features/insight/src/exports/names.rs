//! Names of people and teams, for readers who know no ids.

use std::collections::HashMap;

use db::{Tx, p, sql};
use kernel::{PersonId, Result, TeamId};

sql! {
    PEOPLE = "select id, name from pub_access_people";
    TEAMS = "select id, name from pub_access_teams";
}

/// Names by id, as both stand in answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(HashMap<String, String>);

/// All of them: a department has hundreds, not millions.
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Names> {
    let mut names = HashMap::new();
    tx.each(PEOPLE, p![], |row| {
        names.insert(row.take::<PersonId>()?.to_string(), row.take()?);
        Ok(())
    })?;
    tx.each(TEAMS, p![], |row| {
        names.insert(row.take::<TeamId>()?.to_string(), row.take()?);
        Ok(())
    })?;
    Ok(Names(names))
}

impl Names {
    /// The name of an id; what has none stays as it is.
    pub(super) fn of<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }
}
