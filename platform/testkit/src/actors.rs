//! Typed actors, so that what differs between roles reads as the test's subject.

use std::collections::BTreeSet;

use kernel::{Actor, ActorKind, Permission, PersonId, Sees, TeamId, TypedId};

/// Quarterdeck itself.
pub fn system() -> Actor {
    Actor::system()
}

/// A person with just these permissions who sees everything.
pub fn person_with(number: i64, name: &str, permissions: &[Permission]) -> Actor {
    actor(number, name, permissions, Sees::All)
}

/// A person with these permissions who sees what lies with some teams.
pub fn agent_of(number: i64, name: &str, permissions: &[Permission], teams: &[TeamId]) -> Actor {
    actor(number, name, permissions, Sees::Teams(teams.to_vec()))
}

fn actor(number: i64, name: &str, permissions: &[Permission], sees: Sees) -> Actor {
    let names: BTreeSet<String> = permissions.iter().map(|permission| permission.name.to_owned()).collect();
    Actor::new(ActorKind::Person(PersonId::from_raw(number)), name, names, sees)
}
