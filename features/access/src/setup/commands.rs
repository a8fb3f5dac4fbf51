//! Setting Quarterdeck up, once.

use db::Tx;
use kernel::{Actor, BuiltInRole, PersonId, Result};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::store::{self, Progress, ProgressState};
use crate::fields::{self, Fields};
use crate::passwords::PasswordHash;
use crate::people::{self, NewPerson};
use crate::{company, error, events, roles};

/// How to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beginning {
    /// With nothing but the administrator.
    Empty,
    /// With a demo company to explore.
    Demo,
}

/// Fills the demo company; the server wires it.
pub trait StartDemo: Send + Sync + 'static {
    /// Enqueues the filling in this unit of work, in the name of the new administrator.
    ///
    /// # Errors
    /// Trouble with the database only.
    fn start(&self, tx: &mut Tx<'_>, administrator: PersonId) -> Result<()>;
}

/// The company to be and its first administrator.
#[derive(Debug, Clone)]
pub struct NewCompany {
    /// The administrator's name.
    pub name: String,
    /// The administrator's mail address.
    pub email: String,
    /// The administrator's password.
    pub password: PasswordHash,
    /// The company's name.
    pub company: String,
    /// The time zone of both.
    pub time_zone: String,
    /// The language of both.
    pub language: String,
}

/// Whether nobody is here yet.
pub(crate) fn is_needed(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(people::store::count(tx)? == 0 && company::store::find(tx)?.is_none())
}

/// Makes the company and its first administrator. Of two who try at once the second is refused: there is one company row.
pub fn create(tx: &mut Tx<'_>, input: &NewCompany) -> Result<PersonId> {
    if !is_needed(tx)? {
        return Err(error::ALREADY_SET_UP.into());
    }
    let mut checked = Fields::default();
    let name = checked.check("company", fields::name(&input.company));
    let time_zone = checked.check("time_zone", fields::time_zone(&input.time_zone));
    let language = checked.check("language", fields::language(&input.language));
    checked.done()?;
    if !company::store::insert(tx, &name, &time_zone, &language)? {
        return Err(error::ALREADY_SET_UP.into());
    }
    let administrator = NewPerson {
        name: input.name.clone(),
        email: input.email.clone(),
        role: roles::built_in_id(BuiltInRole::Administrator),
        teams: Vec::new(),
        language: language.clone(),
        time_zone: time_zone.clone(),
        password: Some(input.password.clone()),
    };
    let id = people::join(tx, &Actor::system(), &administrator)?;
    let facts = json!({"name": name, "time_zone": time_zone, "language": language});
    events::record(tx, &Actor::system(), events::COMPANY_CREATED, company::thing(), facts)?;
    Ok(id)
}

/// Notes that the demo company was asked for, and starts it.
pub(super) fn begin_demo(tx: &mut Tx<'_>, demo: &dyn StartDemo, administrator: PersonId) -> Result<()> {
    store::keep(tx, &Progress { state: ProgressState::Running, ..Progress::default() })?;
    demo.start(tx, administrator)
}

/// Notes how far the demo company is, for the page that waits for it.
pub fn report_progress(tx: &mut Tx<'_>, progress: &Progress) -> Result<()> {
    store::keep(tx, progress)
}
