//! Whose figures somebody may see.

use kernel::{Actor, Fault, PersonId, Result, Sees};

use super::model::Filter;
use crate::metrics::By;
use crate::permissions::{FIGURES_READ, PEOPLE_READ};

/// The filter cut down to what the actor may see: leads their teams, others their own figures.
///
/// # Errors
/// `access.forbidden` without the permission; not found for teams and people that are not theirs to see.
pub fn within(actor: &Actor, filter: &Filter, by: &[By]) -> Result<Filter> {
    actor.require(FIGURES_READ)?;
    let mut filter = filter.clone();
    let about_people = by.contains(&By::Agent) || !is_own(&filter.people, actor.person());
    match actor.sees() {
        Sees::All if !about_people => {}
        Sees::All => actor.require(PEOPLE_READ)?,
        Sees::Teams(theirs) if actor.may(PEOPLE_READ) => {
            if filter.teams.is_empty() {
                filter.teams.clone_from(theirs);
            }
            if filter.teams.is_empty() {
                return own(actor, filter);
            }
            if filter.teams.iter().any(|team| !theirs.contains(team)) {
                return Err(Fault::not_found());
            }
        }
        Sees::Teams(_) | Sees::Mine => return own(actor, filter),
    }
    Ok(filter)
}

fn own(actor: &Actor, mut filter: Filter) -> Result<Filter> {
    let me = actor.require_person()?;
    if !is_own(&filter.people, Some(me)) {
        return Err(Fault::not_found());
    }
    filter.people = vec![me];
    Ok(filter)
}

/// Nobody is named, or only oneself.
fn is_own(people: &[PersonId], me: Option<PersonId>) -> bool {
    people.iter().all(|person| Some(*person) == me)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::{ActorKind, TeamId, TypedId};

    use super::*;

    fn actor(permissions: &[&str], sees: Sees) -> Actor {
        let held: BTreeSet<String> = permissions.iter().map(|name| (*name).to_owned()).collect();
        Actor::new(ActorKind::Person(PersonId::from_raw(9)), "Ada", held, sees)
    }

    #[test]
    fn leads_see_their_teams_and_agents_themselves() {
        let (mine, other) = (TeamId::from_raw(1), TeamId::from_raw(2));
        let all = Filter::default();
        let of_team = |team| Filter { teams: vec![team], ..Filter::default() };
        let of_person = |raw| Filter { people: vec![PersonId::from_raw(raw)], ..Filter::default() };
        let lead = actor(&[FIGURES_READ.name, PEOPLE_READ.name], Sees::Teams(vec![mine]));
        assert_eq!(within(&lead, &all, &[By::Agent]).unwrap().teams, [mine]);
        assert_eq!(within(&lead, &of_person(4), &[]).unwrap().teams, [mine]);
        assert!(within(&lead, &of_team(other), &[]).is_err());
        let agent = actor(&[FIGURES_READ.name], Sees::Teams(vec![mine]));
        assert_eq!(within(&agent, &all, &[By::Team]).unwrap().people, [PersonId::from_raw(9)]);
        assert_eq!(within(&agent, &of_person(4), &[]).unwrap_err().code(), "platform.not_found");
        let manager = actor(&[FIGURES_READ.name, PEOPLE_READ.name], Sees::All);
        assert_eq!(within(&manager, &of_person(4), &[By::Agent]).unwrap(), of_person(4));
        let analyst = actor(&[FIGURES_READ.name], Sees::All);
        assert_eq!(within(&analyst, &all, &[By::Team]).unwrap(), all);
        assert_eq!(within(&analyst, &all, &[By::Agent]).unwrap_err().code(), "access.forbidden");
        assert!(within(&actor(&[], Sees::All), &all, &[]).is_err());
        let nobody = actor(&[FIGURES_READ.name, PEOPLE_READ.name], Sees::Teams(Vec::new()));
        assert_eq!(within(&nobody, &all, &[]).unwrap().people, [PersonId::from_raw(9)]);
    }
}
