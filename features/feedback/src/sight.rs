//! What an actor may see of answers: what they may see of the conversations behind them.

use db::Filter;
use kernel::{Actor, PersonId, Sees, TeamId, TypedId};

/// As [`narrow`], and what is handed to the actor by the column `owner_id`.
pub(crate) fn narrow_or_own(filter: &mut Filter, actor: &Actor) {
    let me = actor.person().unwrap_or(PersonId::from_raw(0));
    match actor.sees() {
        Sees::All => {}
        Sees::Mine => {
            filter.and("(assignee_id = ? or owner_id = ?)", &[&me, &me]);
        }
        Sees::Teams(teams) => {
            let teams: Vec<i64> = teams.iter().map(|team| team.raw()).chain([0]).collect();
            let own = filter.list("team_id", &teams);
            let (assigned, handed) = (filter.param(&me), filter.param(&me));
            filter.raw(format!("({own} or assignee_id = {assigned} or owner_id = {handed})"));
        }
    }
}

/// Narrows a filter on columns `team_id` and `assignee_id` to what the actor sees.
pub(crate) fn narrow(filter: &mut Filter, actor: &Actor) {
    let me = actor.person().unwrap_or(PersonId::from_raw(0));
    match actor.sees() {
        Sees::All => {}
        Sees::Mine => {
            filter.and("assignee_id = ?", &[&me]);
        }
        Sees::Teams(teams) => {
            let teams: Vec<i64> = teams.iter().map(|team| team.raw()).chain([0]).collect();
            let own = filter.list("team_id", &teams);
            let mark = filter.param(&me);
            filter.raw(format!("({own} or assignee_id = {mark})"));
        }
    }
}

/// The same for one conversation: whether the actor sees what lies with a team and a person.
pub(crate) fn sees(actor: &Actor, team: Option<TeamId>, assignee: Option<PersonId>) -> bool {
    let is_own = assignee.is_some() && assignee == actor.person();
    match actor.sees() {
        Sees::All => true,
        Sees::Mine => is_own,
        Sees::Teams(teams) => is_own || team.is_none_or(|team| teams.contains(&team)),
    }
}
