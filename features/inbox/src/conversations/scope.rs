//! What an actor may see, as lanes: each lane fixes the first columns of an index, so that a page costs a page.
//!
//! A condition like "team is mine or unset, or I am the assignee" would make the engine walk everybody's rows to fill a
//! page. A lane a team, each cut to a page and then merged, costs at most a page a lane.

use kernel::{Actor, Sees, TypedId};

/// A condition that fixes the first columns of an index; ids only, so that it is safe inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lane(pub(crate) String);

/// The lanes that together hold everything the actor may see.
pub(crate) fn lanes(actor: &Actor) -> Vec<Lane> {
    let me = actor.person().map_or(0, TypedId::raw);
    let mentioned = format!("c.id in (select conversation_id from inbox_mentions where person_id = {me})");
    match actor.sees() {
        Sees::All => vec![Lane("1 = 1".to_owned())],
        Sees::Mine => {
            vec![Lane(format!("c.assignee_id = {me}")), Lane(format!("{mentioned} and c.assignee_id <> {me}"))]
        }
        Sees::Teams(teams) => {
            let mut ids: Vec<i64> = teams.iter().map(|team| team.raw()).collect();
            ids.push(0);
            let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            let mut lanes: Vec<Lane> = ids.iter().map(|team| Lane(format!("c.team_id = {team}"))).collect();
            lanes.push(Lane(format!("c.assignee_id = {me} and c.team_id not in ({list})")));
            lanes.push(Lane(format!("{mentioned} and c.team_id not in ({list}) and c.assignee_id <> {me}")));
            lanes
        }
    }
}

/// The same as one condition, for counts.
pub(crate) fn condition(actor: &Actor) -> String {
    let lanes = lanes(actor);
    format!("({})", lanes.iter().map(|lane| format!("({})", lane.0)).collect::<Vec<_>>().join(" or "))
}

#[cfg(test)]
mod tests {
    use kernel::{ActorKind, PersonId, TeamId};

    use super::*;

    #[test]
    fn each_team_is_a_lane_and_no_row_is_in_two() {
        let actor = |sees| {
            Actor::new(ActorKind::Person(PersonId::from_raw(9)), "Ada", std::collections::BTreeSet::default(), sees)
        };
        assert_eq!(lanes(&actor(Sees::All)), [Lane("1 = 1".into())]);
        let texts: Vec<_> =
            lanes(&actor(Sees::Teams(vec![TeamId::from_raw(3)]))).into_iter().map(|lane| lane.0).collect();
        assert_eq!(texts[..3], ["c.team_id = 3", "c.team_id = 0", "c.assignee_id = 9 and c.team_id not in (3, 0)"]);
        assert!(texts[3].ends_with("and c.team_id not in (3, 0) and c.assignee_id <> 9"));
    }
}
