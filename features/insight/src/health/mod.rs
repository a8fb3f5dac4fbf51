//! Whether the numbers can be trusted: how far the facts are behind, how far roll-ups are built, and what is left out and why.

mod excluded;
pub(crate) mod http;

use db::{Tx, p, sql};
use kernel::{Result, Timestamp};
use serde::{Deserialize, Serialize};

use crate::facts::{CONSUMER, tally};
use crate::metrics::settings;
use crate::rollups;

sql! {
    // By an index each: an engine that is asked for both at once walks all of it.
    SPAN = "select coalesce((select min(created_at) from insight_conversations), 0), coalesce((select max(created_at) from insight_conversations), 0)";
    LEFT_OUT = "select count(*) from insight_surveys where excluded";
    TOO_YOUNG = "select count(*) from insight_conversations where solved_at > 0 and solved_at >= $1";
}

/// Why something is not in some figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExclusionReason)]
pub(crate) enum Reason {
    /// One of us began it: it has no first response time.
    BegunByUs,
    /// A machine began it: its messages begin no wait.
    BegunByMachine,
    /// It lies with no team: it is in no team's figures.
    NoTeam,
    /// It has no topic: it is in no topic's figures.
    NoTopic,
    /// Nobody knows who replied first: it is in no agent's response times.
    ReplierUnknown,
    /// Solved so short ago that the customer may still come again: not in first contact resolution yet.
    TooYoung,
    /// A rating that was left out with a reason: it is in no figure of satisfaction.
    RatingLeftOut,
}

/// How many conversations, or ratings, are left out for a reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Exclusion)]
pub(crate) struct Exclusion {
    /// Why.
    pub(crate) reason: Reason,
    /// How many.
    #[schema(examples(17))]
    pub(crate) count: i64,
}

/// Whether the numbers can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = InsightHealth)]
pub(crate) struct Health {
    /// Events that are not in the facts yet; null when nobody has made any.
    #[schema(examples(0))]
    pub(crate) behind: Option<i64>,
    /// Events that could not be made into facts and are tried again.
    #[schema(examples(0))]
    pub(crate) parked: i64,
    /// When facts were made last.
    pub(crate) moved_at: Option<Timestamp>,
    /// Whether dashboards are answered from roll-ups; until then from the facts, which takes longer and says the same.
    pub(crate) rollups_ready: bool,
    /// Conversations of which there are facts.
    #[schema(examples(1042))]
    pub(crate) conversations: i64,
    /// Numbers of conversations of which there are none: deleted ones, and gaps that a counter left.
    #[schema(examples(3))]
    pub(crate) numbers_missing: i64,
    /// When the oldest began.
    pub(crate) first_at: Option<Timestamp>,
    /// When the newest began.
    pub(crate) last_at: Option<Timestamp>,
    /// What is not in some figures, and why.
    pub(crate) exclusions: Vec<Exclusion>,
}

/// From when on conversations are solved too short ago for first contact resolution.
fn young_from(tx: &mut Tx<'_>) -> Result<Timestamp> {
    let settings = settings::find(tx)?;
    let day = settings.counted_until(tx.now());
    Ok(crate::metrics::Period { first: day, last: day, zone: settings.zone }.instants()?.0)
}

/// How things stand with the numbers.
pub(crate) fn health(tx: &mut Tx<'_>) -> Result<Health> {
    let settings = settings::find(tx)?;
    let lag = db::consumer_lags(tx)?.into_iter().find(|lag| lag.name == CONSUMER);
    let (first_at, last_at): (Timestamp, Timestamp) = tx.one(SPAN, p![], |row| Ok((row.take()?, row.take()?)))?;
    let tally = tally::find(tx)?;
    let from = young_from(tx)?;
    let young: i64 = tx.one(TOO_YOUNG, p![from], |row| row.take())?;
    let reasons = [
        (Reason::BegunByUs, tally.by_agent),
        (Reason::BegunByMachine, tally.automatic),
        (Reason::NoTeam, tally.no_team),
        (Reason::NoTopic, tally.no_topic),
        (Reason::ReplierUnknown, tally.replier_unknown),
        (Reason::TooYoung, young),
        (Reason::RatingLeftOut, tx.one(LEFT_OUT, p![], |row| row.take())?),
    ];
    Ok(Health {
        behind: lag.as_ref().map(|lag| lag.behind),
        parked: lag.as_ref().map_or(0, |lag| lag.parked),
        moved_at: lag.and_then(|lag| lag.moved_at.happened()),
        rollups_ready: rollups::are_ready(tx, &settings)?,
        conversations: tally.conversations,
        numbers_missing: (tally.greatest_number - tally.conversations).max(0),
        first_at: first_at.happened(),
        last_at: last_at.happened(),
        exclusions: reasons.into_iter().map(|(reason, count)| Exclusion { reason, count }).collect(),
    })
}
