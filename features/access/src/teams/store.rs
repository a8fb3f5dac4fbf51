//! Teams in the database.

use db::{Filter, Row, Tx, p, sql};
use kernel::{PersonId, Result, TeamId, Timestamp};

sql! {
    FIND = "select id, name, name_folded, version from access_teams where id = $1";
    PAGE = "select id, name, name_folded, version from access_teams where (name_folded, id) > ($1, $2) order by name_folded, id";
    NAMED = "select id from access_teams where name_folded = $1";
    INSERT = "insert into access_teams (id, name, name_folded, created_at, version) values ($1, $2, $3, $4, 1)
              on conflict (name_folded) do nothing";
    UPDATE = "update access_teams set name = $1, name_folded = $2, version = version + 1 where id = $3 and version = $4";
    DELETE = "delete from access_teams where id = $1";
    JOIN = "insert into access_team_members (team_id, person_id) values ($1, $2) on conflict (team_id, person_id) do nothing";
    EMPTY = "delete from access_team_members where team_id = $1";
    LEAVE_ALL = "delete from access_team_members where person_id = $1";
    UNINVITE = "delete from access_invitation_teams where team_id = $1";
    OF_PERSON = "select t.id, t.name from access_team_members m join access_teams t on t.id = m.team_id
                 where m.person_id = $1 order by t.name_folded, t.id";
    IDS_OF_PERSON = "select team_id from access_team_members where person_id = $1 order by team_id";
}

/// A team without its members.
#[derive(Debug, Clone)]
pub(crate) struct TeamRow {
    pub(crate) id: TeamId,
    pub(crate) name: String,
    pub(crate) folded: String,
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<TeamRow> {
    Ok(TeamRow { id: row.take()?, name: row.take()?, folded: row.take()?, version: row.take()? })
}

pub(crate) fn find(tx: &mut Tx<'_>, id: TeamId) -> Result<Option<TeamRow>> {
    tx.opt(FIND, p![id], read)
}

pub(super) fn after(tx: &mut Tx<'_>, key: &(String, i64), limit: usize) -> Result<Vec<TeamRow>> {
    tx.all(format!("{} limit {limit}", PAGE.text), p![key.0, key.1], read)
}

pub(super) fn named(tx: &mut Tx<'_>, folded: &str) -> Result<Option<TeamId>> {
    tx.opt(NAMED, p![folded], |row| row.take())
}

/// Whether the name was free and the team is there now.
pub(super) fn insert(tx: &mut Tx<'_>, id: TeamId, name: &str, folded: &str, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(INSERT, p![id, name, folded, now])? == 1)
}

/// Whether the team still had the version.
pub(super) fn update(tx: &mut Tx<'_>, team: &TeamRow) -> Result<bool> {
    Ok(tx.exec(UPDATE, p![team.name, team.folded, team.id, team.version])? == 1)
}

pub(super) fn delete(tx: &mut Tx<'_>, id: TeamId) -> Result<()> {
    tx.exec(EMPTY, p![id])?;
    tx.exec(UNINVITE, p![id])?;
    tx.exec(DELETE, p![id]).map(drop)
}

/// Makes these people, and nobody else, the members.
pub(super) fn set_members(tx: &mut Tx<'_>, id: TeamId, members: &[PersonId]) -> Result<()> {
    tx.exec(EMPTY, p![id])?;
    members.iter().try_for_each(|person| tx.exec(JOIN, p![id, *person]).map(drop))
}

/// Makes these teams, and no others, the person's.
pub(crate) fn set_teams_of(tx: &mut Tx<'_>, person: PersonId, teams: &[TeamId]) -> Result<()> {
    tx.exec(LEAVE_ALL, p![person])?;
    teams.iter().try_for_each(|team| tx.exec(JOIN, p![*team, person]).map(drop))
}

/// The teams of a person with their names, in order of name.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(TeamId, String)>> {
    tx.all(OF_PERSON, p![person], |row| Ok((row.take()?, row.take()?)))
}

/// The teams of a person.
pub(crate) fn ids_of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<TeamId>> {
    tx.all(IDS_OF_PERSON, p![person], |row| row.take())
}

/// Person, team and team name of everybody among these people.
pub(crate) fn of_people(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<Vec<(PersonId, TeamId, String)>> {
    let mut filter = Filter::new();
    filter.and_in("m.person_id", people);
    let sql = format!(
        "select m.person_id, t.id, t.name from access_team_members m join access_teams t on t.id = m.team_id{} order by t.name_folded, t.id",
        filter.sql()
    );
    tx.all(sql, &filter.params(), |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// Team and member of everybody in these teams, by name.
pub(super) fn members(tx: &mut Tx<'_>, teams: &[TeamId]) -> Result<Vec<(TeamId, PersonId)>> {
    let mut filter = Filter::new();
    filter.and_in("m.team_id", teams);
    let sql = format!(
        "select m.team_id, m.person_id from access_team_members m join access_people p on p.id = m.person_id{} order by p.name_folded, p.id",
        filter.sql()
    );
    tx.all(sql, &filter.params(), |row| Ok((row.take()?, row.take()?)))
}

/// Those of the teams that exist.
pub(crate) fn existing(tx: &mut Tx<'_>, teams: &[TeamId]) -> Result<Vec<TeamId>> {
    let mut filter = Filter::new();
    filter.and_in("id", teams);
    tx.all(format!("select id from access_teams{}", filter.sql()), &filter.params(), |row| row.take())
}
