//! Whether the numbers can be trusted: how far the facts are behind, how far roll-ups are built, and what is left out and why.

pub(crate) mod http;

use db::{Tx, p, sql};
use kernel::{Result, Timestamp};
use serde::{Deserialize, Serialize};

use crate::facts::CONSUMER;
use crate::metrics::settings;
use crate::rollups;

sql! {
    SEEN = "select count(*), coalesce(min(created_at), 0), coalesce(max(created_at), 0), coalesce(max(number), 0),
            CAST(coalesce(sum(case when by_agent then 1 else 0 end), 0) AS BIGINT),
            CAST(coalesce(sum(case when automatic then 1 else 0 end), 0) AS BIGINT),
            CAST(coalesce(sum(case when team_id = 0 then 1 else 0 end), 0) AS BIGINT),
            CAST(coalesce(sum(case when topic_id = 0 then 1 else 0 end), 0) AS BIGINT),
            CAST(coalesce(sum(case when first_reply_at > 0 and first_reply_by = 0 then 1 else 0 end), 0) AS BIGINT)
            from insight_conversations";
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

/// How things stand with the numbers.
pub(crate) fn health(tx: &mut Tx<'_>) -> Result<Health> {
    let settings = settings::find(tx)?;
    let lag = db::consumer_lags(tx)?.into_iter().find(|lag| lag.name == CONSUMER);
    let numbers = tx.one(SEEN, p![], |row| (0..9).map(|_| row.take::<i64>()).collect::<Result<Vec<_>>>())?;
    let [conversations, first, last, greatest, by_us, by_machine, no_team, no_topic, unknown] = numbers[..] else {
        return Err(kernel::Fault::internal("nine numbers were asked for"));
    };
    let day = settings.counted_until(tx.now());
    let period = crate::metrics::Period { first: day, last: day, zone: settings.zone.clone() };
    let young: i64 = tx.one(TOO_YOUNG, p![period.instants()?.0], |row| row.take())?;
    let reasons = [
        (Reason::BegunByUs, by_us),
        (Reason::BegunByMachine, by_machine),
        (Reason::NoTeam, no_team),
        (Reason::NoTopic, no_topic),
        (Reason::ReplierUnknown, unknown),
        (Reason::TooYoung, young),
        (Reason::RatingLeftOut, tx.one(LEFT_OUT, p![], |row| row.take())?),
    ];
    Ok(Health {
        behind: lag.as_ref().map(|lag| lag.behind),
        parked: lag.as_ref().map_or(0, |lag| lag.parked),
        moved_at: lag.and_then(|lag| lag.moved_at.happened()),
        rollups_ready: rollups::are_ready(tx, &settings)?,
        conversations,
        numbers_missing: (greatest - conversations).max(0),
        first_at: Timestamp::from_micros(first).happened(),
        last_at: Timestamp::from_micros(last).happened(),
        exclusions: reasons.into_iter().map(|(reason, count)| Exclusion { reason, count }).collect(),
    })
}
