//! People in the database.

use db::{Filter, Row, Tx, p, sql};
use kernel::{PersonId, Result, Timestamp};

use super::model::Person;
use crate::fields::Email;
use crate::passwords::PasswordHash;

sql! {
    FIND = "select id, name, email, role_id, language, time_zone, signature_html, avatar_color, active, version
            from access_people where id = $1";
    BY_EMAIL = "select id, active, password_hash from access_people where email_folded = $1";
    PASSWORD = "select password_hash from access_people where id = $1 and active";
    INSERT = "insert into access_people (id, name, name_folded, email, email_folded, role_id, language, time_zone, signature_html,
              avatar_color, active, password_hash, created_at, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) on conflict (email_folded) do nothing";
    UPDATE = "update access_people set name = $1, name_folded = $2, role_id = $3, language = $4, time_zone = $5, signature_html = $6,
              active = $7, version = version + 1 where id = $8 and version = $9";
    SET_PASSWORD = "update access_people set password_hash = $1 where id = $2";
    COUNT = "select count(*) from access_people";
    OTHER_ADMINISTRATORS = "select count(*) from access_people p join access_roles r on r.id = p.role_id
                            where p.active and r.builtin = 'administrator' and p.id <> $1";
}

pub(super) fn read(row: &mut Row<'_>) -> Result<Person> {
    Ok(Person {
        id: row.take()?,
        name: row.take()?,
        email: row.take()?,
        role: row.take()?,
        language: row.take()?,
        time_zone: row.take()?,
        signature_html: row.take()?,
        avatar_color: row.take()?,
        active: row.take()?,
        version: row.take()?,
    })
}

pub(crate) fn find(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>> {
    tx.opt(FIND, p![id], read)
}

/// Id, whether active, and password of the person with an address.
pub(crate) fn by_email(tx: &mut Tx<'_>, folded: &str) -> Result<Option<(PersonId, bool, Option<PasswordHash>)>> {
    tx.opt(BY_EMAIL, p![folded], |row| Ok((row.take()?, row.take()?, PasswordHash::from_stored(row.take()?))))
}

/// The password of an active person.
pub(crate) fn password(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<PasswordHash>> {
    Ok(tx.opt(PASSWORD, p![id], |row| Ok(PasswordHash::from_stored(row.take()?)))?.flatten())
}

/// Whether the address was free and the person is there now.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    person: &Person,
    name_folded: &str,
    email: &Email,
    password: Option<&PasswordHash>,
    now: Timestamp,
) -> Result<bool> {
    let (hash, shown, address_folded) = (password.map_or("", PasswordHash::as_str), email.shown(), email.folded());
    let params = p![
        person.id,
        person.name,
        name_folded,
        shown,
        address_folded,
        person.role,
        person.language,
        person.time_zone,
        person.signature_html,
        person.avatar_color,
        person.active,
        hash,
        now
    ];
    Ok(tx.exec(INSERT, params)? == 1)
}

/// Whether the person still had the version.
pub(crate) fn update(tx: &mut Tx<'_>, person: &Person, name_folded: &str) -> Result<bool> {
    let params = p![
        person.name,
        name_folded,
        person.role,
        person.language,
        person.time_zone,
        person.signature_html,
        person.active,
        person.id,
        person.version
    ];
    Ok(tx.exec(UPDATE, params)? == 1)
}

pub(crate) fn set_password(tx: &mut Tx<'_>, id: PersonId, hash: &PasswordHash) -> Result<()> {
    tx.exec(SET_PASSWORD, p![hash.as_str(), id]).map(drop)
}

/// How many people there are or ever were.
pub(crate) fn count(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(COUNT, p![], |row| row.take())
}

/// How many active administrators there are besides somebody.
pub(super) fn other_administrators(tx: &mut Tx<'_>, id: PersonId) -> Result<i64> {
    tx.one(OTHER_ADMINISTRATORS, p![id], |row| row.take())
}

/// A person in a list: with the name of the role and the folded name that the list is sorted by.
pub(super) struct Listed {
    pub(super) person: Person,
    pub(super) role_name: String,
    pub(super) folded: String,
}

/// Up to `limit` people who fulfil a filter over `p`, in order of name.
pub(super) fn list(tx: &mut Tx<'_>, filter: &Filter, limit: usize) -> Result<Vec<Listed>> {
    let sql = format!(
        "select p.id, p.name, p.email, p.role_id, p.language, p.time_zone, p.signature_html, p.avatar_color, p.active, p.version,
         r.name, p.name_folded from access_people p join access_roles r on r.id = p.role_id{} order by p.name_folded, p.id limit {limit}",
        filter.sql()
    );
    tx.all(sql, &filter.params(), |row| Ok(Listed { person: read(row)?, role_name: row.take()?, folded: row.take()? }))
}

/// Those of the people who exist.
pub(crate) fn existing(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let mut filter = Filter::new();
    filter.and_in("id", people);
    tx.all(format!("select id from access_people{}", filter.sql()), &filter.params(), |row| row.take())
}
