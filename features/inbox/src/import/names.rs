//! People, teams and topics that tables name, found here or made, before the first case is kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use db::{Db, Tx, p};
use kernel::{Actor, Patch, PersonId, Result, TeamId};

use super::map::{Map, Missing, Strangers};
use super::row::{Row, Who};
use super::{Elsewhere, store};
use crate::topics::{self, TopicId};

/// What the tables name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) people: BTreeSet<Who>,
    pub(crate) teams: BTreeSet<String>,
    pub(crate) topics: BTreeSet<String>,
}

impl Named {
    /// Gathers what a row names.
    pub(crate) fn gather(&mut self, row: &Row) {
        let is_ours = row.from.is_none_or(|side| side != super::map::Side::Customer);
        let people = row.person.iter().flatten().chain(row.author.iter().filter(|_| is_ours));
        for who in people {
            if !self.people.contains(who) {
                self.people.insert(who.clone());
            }
        }
        for (list, name) in [(&mut self.teams, &row.team), (&mut self.topics, &row.topic)] {
            if let Some(name) = name.as_ref().and_then(Option::as_ref).filter(|name| !list.contains(*name)) {
                list.insert(name.clone());
            }
        }
    }
}

/// Somebody of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colleague {
    /// Who it is.
    pub id: PersonId,
    /// Whether they work here.
    pub active: bool,
}

/// Who and what is behind the names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) people: HashMap<Who, Colleague>,
    pub(crate) teams: HashMap<String, TeamId>,
    pub(crate) topics: HashMap<String, TopicId>,
}

/// How many of them were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) people: i64,
    pub(crate) teams: i64,
    pub(crate) topics: i64,
}

/// Names resolved in one unit of work.
const PORTION: usize = 200;

/// Finds what is here and makes what is not, as the map wishes.
pub(crate) async fn resolve(db: &Db, rooms: &Arc<dyn Elsewhere>, map: &Map, named: Named) -> Result<(Names, Made)> {
    let (mut names, mut made) = (Names::default(), Made::default());
    let people: Vec<Who> = named.people.into_iter().collect();
    let (add, source) = (map.people.unknown == Strangers::Inactive, map.source.clone());
    for some in people.chunks(PORTION) {
        let (rooms, source, some) = (Arc::clone(rooms), source.clone(), some.to_vec());
        let found = db.write(move |tx| {
            let mut found = Vec::new();
            for who in &some {
                if let Some(known) = rooms.colleague(tx, who.address(), who.called())? {
                    found.push((who.clone(), known, false));
                } else if add {
                    let address = who.address().map_or_else(|| invented(&source, &who.key), str::to_owned);
                    found.push((who.clone(), rooms.add_former(tx, &address, who.called())?, true));
                }
            }
            Ok(found)
        });
        for (who, known, is_new) in found.await? {
            made.people += i64::from(is_new);
            names.people.insert(who, known);
        }
    }
    let teams: Vec<String> = named.teams.into_iter().collect();
    let make = map.teams.unknown == Missing::Make;
    for some in teams.chunks(PORTION) {
        let (rooms, some) = (Arc::clone(rooms), some.to_vec());
        let found =
            db.write(move |tx| some.iter().map(|name| Ok((name.clone(), rooms.team(tx, name, make)?))).collect());
        let found: Vec<(String, Option<(TeamId, bool)>)> = found.await?;
        for (name, team) in found {
            made.teams += i64::from(team.is_some_and(|(_, is_new)| is_new));
            names.teams.extend(team.map(|(id, _)| (name, id)));
        }
    }
    let wanted: Vec<String> = named.topics.into_iter().collect();
    let make = map.topics.unknown == Missing::Make;
    (names.topics, made.topics) = db.write(move |tx| find_topics(tx, &wanted, make)).await?;
    Ok((names, made))
}

fn find_topics(tx: &mut Tx<'_>, wanted: &[String], make: bool) -> Result<(HashMap<String, TopicId>, i64)> {
    let actor = Actor::system();
    let mut known: HashMap<String, TopicId> = HashMap::new();
    for topic in topics::all(tx, &actor)?.into_iter().filter(|topic| !topic.archived) {
        known.entry(topic.path.to_lowercase()).or_insert(topic.id);
        known.entry(topic.name.to_lowercase()).or_insert(topic.id);
    }
    let (mut found, mut made) = (HashMap::new(), 0);
    for name in wanted {
        if let Some(id) = known.get(&name.to_lowercase()) {
            found.insert(name.clone(), *id);
        } else if make {
            let id = topics::create(tx, &actor, name, None)?.id;
            known.insert(name.to_lowercase(), id);
            found.insert(name.clone(), id);
            made += 1;
        }
    }
    Ok((found, made))
}

/// An address for somebody of whom only a name or number is known. `.invalid` never exists (RFC 2606): nothing can be sent
/// there, and the same name always gives the same address.
fn invented(source: &str, key: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let readable: String = key.chars().take(30).map(plain).collect();
    let readable = readable.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let readable = if readable.is_empty() { "person" } else { &readable };
    format!("{readable}.{:08x}@{source}.invalid", mark(key))
}

/// FNV-1a, 32 bits: two names that read alike when shortened stay two.
pub(crate) fn mark(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What a conversation that is still open may not lie with: people who no longer work here.
pub(crate) fn free_of_former(names: &Names, person: Option<PersonId>) -> Patch<PersonId> {
    let is_former = person.is_some_and(|person| names.people.values().any(|known| known.id == person && !known.active));
    if is_former { Patch::Clear } else { Patch::Keep }
}

/// The mailbox with an address.
pub(crate) fn mailbox(tx: &mut Tx<'_>, address: &str) -> Result<Option<kernel::MailboxId>> {
    tx.opt(store::MAILBOX, p![crate::messages::store::fold(address)], |row| row.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_addresses_are_addresses_and_differ() {
        let all =
            ["Olga", "olga", "Value 2", "Jörg Ü.", "", "x".repeat(200).as_str()].map(|key| invented("bpi-2013", key));
        assert_eq!(all[2], format!("value-2.{}@bpi-2013.invalid", &all[2][8..16]));
        assert!(all.iter().all(|address| crate::messages::reply::is_address(address)), "{all:?}");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
