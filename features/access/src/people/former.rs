//! People as the history of another system names them.

use db::{Tx, p, sql};
use kernel::{Actor, BuiltInRole, PersonId, Result};
use serde_json::json;

use super::model::{Person, avatar_color};
use super::store;
use crate::fields::{self, Email, fold};
use crate::permissions::MANAGE_PEOPLE;
use crate::{epoch, error, events, roles};

sql! {
    BY_NAME = "select id, active from access_people where name_folded = $1 order by active desc, id limit 2";
    ZONE = "select time_zone, language from access_company order by id limit 1";
}

/// The person with a mail address, or else the only one of a name, and whether they work here. Of two of the same name, one
/// who works here goes before one who left; two who work here are nobody.
pub fn known(tx: &mut Tx<'_>, address: Option<&str>, name: &str) -> Result<Option<(PersonId, bool)>> {
    if let Some(address) = address
        && let Some((id, active, _)) = store::by_email(tx, &fold(address))?
    {
        return Ok(Some((id, active)));
    }
    let named = tx.all(BY_NAME, p![fold(name)], |row| Ok((row.take::<PersonId>()?, row.take::<bool>()?)))?;
    Ok(match named[..] {
        [(_, first), (_, second)] if first == second => None,
        _ => named.first().copied(),
    })
}

/// Adds somebody who worked elsewhere and never here, so that figures can name them: a light agent who left. Nobody can sign in
/// as them. Whoever has the address already is who is meant.
///
/// # Errors
/// `access.email_invalid`, `access.name_invalid`
pub fn add_former(tx: &mut Tx<'_>, actor: &Actor, address: &str, name: &str) -> Result<(PersonId, bool)> {
    actor.require(MANAGE_PEOPLE)?;
    let email = Email::parse(address).map_err(|spec| spec.at("email"))?;
    let name = fields::name(name).map_err(|spec| spec.at("name"))?;
    let company = tx.opt(ZONE, p![], |row| Ok((row.take::<String>()?, row.take::<String>()?)))?;
    let (time_zone, language) = company.unwrap_or_else(|| ("UTC".to_owned(), "en".to_owned()));
    let (id, now) = (tx.id::<PersonId>(), tx.now());
    let person = Person {
        id,
        name: name.clone(),
        email: email.shown().to_owned(),
        role: roles::built_in_id(BuiltInRole::LightAgent),
        language,
        time_zone,
        signature_html: String::new(),
        avatar_color: avatar_color(id).to_owned(),
        active: false,
        version: 1,
    };
    if !store::insert(tx, &person, &fold(&name), &email, None, now)? {
        let known = store::by_email(tx, email.folded())?.ok_or(error::EMAIL_TAKEN)?;
        return Ok((known.0, known.1));
    }
    epoch::raise(tx)?;
    let facts = json!({"name": person.name, "email": person.email, "role": person.role, "active": false});
    events::record(tx, actor, events::PERSON_ADDED, id, facts)?;
    Ok((id, false))
}
