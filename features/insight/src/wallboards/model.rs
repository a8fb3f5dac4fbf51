//! What stands on a wallboard. No I/O.

use std::collections::BTreeSet;

use kernel::{Fault, FieldFault, Result, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error;
use crate::goals::{GoalId, Standing};
use crate::live::Live;

db::typed_id!(
    /// A wallboard with its link.
    WallboardId, "wall");

/// Letters of a name.
const LONGEST_NAME: usize = 120;
/// Fewer leave a wall empty, more are not read across a room.
const TILES: std::ops::RangeInclusive<usize> = 4..=6;
/// Teams that one wallboard counts.
const MOST_TEAMS: usize = 50;

/// How things stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WallboardNow)]
pub enum Now {
    /// Conversations in which a customer waits for us.
    Waiting,
    /// How long the customer has waited who waits longest, in seconds.
    Longest,
    /// Conversations that nobody has.
    Unassigned,
    /// Everything that is not solved.
    Open,
    /// Begun today.
    CreatedToday,
    /// Solved today.
    SolvedToday,
    /// Replies of people today.
    RepliesToday,
}

/// A figure on the wall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = WallboardTile, example = json!({"kind": "now", "what": "waiting", "at_most": 20.0}))]
pub enum Tile {
    /// How things stand now.
    Now {
        /// Which number.
        what: Now,
        /// What should not be passed; only of what waits and what lies about: the numbers of a day grow, goals are for those.
        #[serde(default)]
        at_most: Option<f64>,
    },
    /// A goal of the department or of a team, with its figure and where it stands.
    Goal {
        /// Which.
        goal: GoalId,
    },
}

/// A wallboard as somebody wants it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!(super::wire::content()))]
pub struct WallboardContent {
    /// What it is called; it stands on the wall.
    #[schema(examples("Support, second floor"))]
    pub name: String,
    /// Four to six figures in their order, each one once.
    pub tiles: Vec<Tile>,
    /// Numbers of how things stand count only these teams; all when there are none.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    /// When the link stops working; never when absent.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

impl Now {
    /// The number; none when nobody waits.
    pub(crate) fn of(self, live: &Live) -> Option<f64> {
        let count = |count: i64| Some(count as f64);
        match self {
            Self::Waiting => count(live.waiting),
            Self::Longest => live.longest.first().map(|it| live.at.since(it.since).as_secs() as f64),
            Self::Unassigned => count(live.unassigned),
            Self::Open => count(live.open),
            Self::CreatedToday => count(live.created_today),
            Self::SolvedToday => count(live.solved_today),
            Self::RepliesToday => count(live.replies_today),
        }
    }

    fn has_limit(self) -> bool {
        matches!(self, Self::Waiting | Self::Longest | Self::Unassigned | Self::Open)
    }
}

/// Where a number stands by what it should not pass; nobody waiting is as it should be.
pub(crate) fn standing(value: Option<f64>, at_most: f64) -> Standing {
    if value.is_none_or(|value| value <= at_most) { Standing::Met } else { Standing::Missed }
}

impl WallboardContent {
    /// Refuses what cannot stand on a wall.
    ///
    /// # Errors
    /// `request.invalid`
    pub fn check(&self, now: Timestamp) -> Result<()> {
        let mut faults = Vec::new();
        let name = self.name.trim().chars().count();
        if name == 0 || name > LONGEST_NAME {
            faults.push(FieldFault::saying("name", error::NAME_LENGTH));
        }
        if !TILES.contains(&self.tiles.len()) {
            faults.push(FieldFault::saying("tiles", error::TILES_NUMBER));
        }
        let mut seen = BTreeSet::new();
        for (place, tile) in self.tiles.iter().enumerate() {
            let key = match tile {
                Tile::Now { what, .. } => (Some(*what), None),
                Tile::Goal { goal } => (None, Some(*goal)),
            };
            let limit = if let Tile::Now { what, at_most: Some(most) } = tile { Some((*what, *most)) } else { None };
            if !seen.insert(key) {
                faults.push(FieldFault::saying(format!("tiles/{place}"), error::TILE_TWICE));
            } else if limit.is_some_and(|(what, most)| !what.has_limit() || !most.is_finite() || most < 0.0) {
                faults.push(FieldFault::saying(format!("tiles/{place}/at_most"), error::TILE_LIMIT));
            }
        }
        if self.teams.len() > MOST_TEAMS {
            faults.push(FieldFault::saying("teams", error::TEAMS_MANY));
        }
        if self.expires_at.is_some_and(|end| end <= now) {
            faults.push(FieldFault::saying("expires_at", error::EXPIRY_PAST));
        }
        Fault::check_fields(faults)
    }
}
