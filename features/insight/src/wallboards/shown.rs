//! What a link shows: numbers, and nothing by which a customer or a colleague could be known.

use db::Tx;
use kernel::{Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::model::{Now, Tile, WallboardContent, standing};
use super::store::{self, Kept};
use crate::error;
use crate::facts;
use crate::goals::{self, Aim, GoalId, Standing};
use crate::live::{self, AtWork, Live};
use crate::measures::{MeasureClock, Scope, Statistic};
use crate::metrics::{Unit, settings};

/// A figure as it stands on the wall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WallboardFigure)]
pub(crate) struct Figure {
    /// Which number of how things stand; null for a goal.
    pub(crate) now: Option<Now>,
    /// The name of the goal; empty for how things stand.
    #[schema(examples("Answer within the hour"))]
    pub(crate) name: String,
    /// The goal's metric in the dictionary; null for how things stand.
    #[schema(examples("first_response_time"))]
    pub(crate) metric: Option<String>,
    /// Which number of the metric.
    pub(crate) statistic: Statistic,
    /// Which time its durations are counted in.
    pub(crate) clock: MeasureClock,
    /// What it is measured in: `count`, `share` or `duration`, in seconds.
    #[schema(examples("duration"))]
    pub(crate) unit: String,
    /// The value; null when nothing happened.
    #[schema(examples(4210.0))]
    pub(crate) value: Option<f64>,
    /// What it should be; null where nobody said.
    #[schema(examples(3600.0))]
    pub(crate) target: Option<f64>,
    /// Where the good side of the target is.
    pub(crate) aim: Option<Aim>,
    /// Where it stands; null without a target.
    pub(crate) standing: Option<Standing>,
    /// It rests on few.
    #[schema(examples(false))]
    pub(crate) small: bool,
}

/// A wallboard as a screen shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WallboardShown, example = json!(super::wire::shown()))]
pub(crate) struct Shown {
    /// What it is called.
    #[schema(examples("Support, second floor"))]
    pub(crate) name: String,
    /// When this was read.
    pub(crate) at: Timestamp,
    /// Whether all that happened is counted; not so after a large import and while the facts are made anew.
    #[schema(examples(true))]
    pub(crate) current: bool,
    /// The company's zone, by which the day and the night are told.
    #[schema(examples("Europe/Berlin"))]
    pub(crate) zone: String,
    /// The figures in their order; goals that were given up are left out.
    pub(crate) figures: Vec<Figure>,
    /// Since when the customer has waited who waits longest; null when nobody does.
    pub(crate) oldest: Option<Timestamp>,
    /// How many people have work, by what it is.
    pub(crate) people: AtWork,
}

/// What a link shows, with what is kept of it.
///
/// # Errors
/// `insight.wallboard_unknown` for a link that never was, was revoked or has expired.
pub(crate) fn shown(tx: &mut Tx<'_>, presented: &str) -> Result<(Kept, Shown)> {
    let kept = store::by_link(tx, presented)?.ok_or(error::WALLBOARD_UNKNOWN)?;
    let live = live::of_teams(tx, &kept.content.teams)?;
    let zone = settings::find(tx)?.zone;
    let shown = Shown {
        name: kept.content.name.clone(),
        at: live.at,
        current: facts::are_current(tx)?,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        figures: figures(tx, &kept.content, &live)?,
        oldest: live.longest.first().map(|it| it.since),
        people: live::people(tx, &kept.content.teams)?,
    };
    Ok((kept, shown))
}

fn figures(tx: &mut Tx<'_>, content: &WallboardContent, live: &Live) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for tile in &content.tiles {
        match tile {
            Tile::Now { what, at_most } => figures.push(now(*what, *at_most, live)),
            Tile::Goal { goal } => figures.extend(of_goal(tx, *goal)?),
        }
    }
    Ok(figures)
}

fn now(what: Now, at_most: Option<f64>, live: &Live) -> Figure {
    let value = what.of(live);
    Figure {
        now: Some(what),
        name: String::new(),
        metric: None,
        statistic: Statistic::Value,
        clock: MeasureClock::Calendar,
        unit: if what == Now::Longest { "duration" } else { "count" }.to_owned(),
        value,
        target: at_most,
        aim: at_most.map(|_| Aim::AtMost),
        standing: at_most.map(|most| standing(value, most)),
        small: false,
    }
}

/// None for a goal that was given up, or became one person's since: no person is shown on a wall.
fn of_goal(tx: &mut Tx<'_>, id: GoalId) -> Result<Option<Figure>> {
    let Some((content, progress)) = goals::queries::standing(tx, id)? else { return Ok(None) };
    if content.scope() == Scope::Agent {
        return Ok(None);
    }
    let unit = match content.measure.named().map(|metric| metric.definition().unit) {
        Some(Unit::Share) => "share",
        Some(Unit::Duration) => "duration",
        _ => "count",
    };
    Ok(Some(Figure {
        now: None,
        name: content.name,
        metric: Some(content.measure.metric),
        statistic: content.measure.statistic,
        clock: content.measure.clock,
        unit: unit.to_owned(),
        value: progress.reading.value,
        target: Some(progress.pace.unwrap_or(content.target)),
        aim: Some(content.aim),
        standing: Some(progress.standing),
        small: progress.reading.small,
    }))
}
