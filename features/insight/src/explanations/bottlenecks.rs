//! Bottlenecks: where conversations wait, by stage, queue and the hour at which the wait began.

use std::collections::{BTreeMap, HashMap};

use db::{Tx, p, sql};
use jiff::tz::TimeZone;
use kernel::{ConversationId, Result, TeamId, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use crate::figures::{Cell, Clock, Filter, Question};

sql! {
    STRETCHES = "select s.conversation_id, s.status, s.from_at, s.until_at, s.business, c.team_id, c.assigned_since, c.assignee_id, c.channel,
                 c.topic_id, c.mailbox_id, c.priority from insight_statuses s join insight_conversations c on c.id = s.conversation_id
                 where s.until_at >= $1 and s.until_at < $2 and s.status in ('new', 'open', 'pending', 'on_hold')
                 order by s.until_at, s.conversation_id, s.place";
    QUEUES = "select a.conversation_id, a.team_id, a.from_at, a.until_at from insight_assignments a where a.conversation_id in
              (select s.conversation_id from insight_statuses s where s.until_at >= $1 and s.until_at < $2)
              order by a.conversation_id, a.place";
}

/// Microseconds in a second.
const MICROS: f64 = 1_000_000.0;

/// How long conversations waited in one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Bottleneck)]
pub(crate) struct WaitBody {
    /// The stage: `new` and `open` are our turn, `pending` is the customer's, `on_hold` a third party's.
    #[schema(examples("open"))]
    pub(crate) stage: String,
    /// The queue: a team; empty for none.
    #[schema(examples("team_06pz3k5m8v00g"))]
    pub(crate) team: String,
    /// How many waits ended.
    #[schema(examples(412))]
    pub(crate) count: u64,
    /// Their sum, in seconds.
    #[schema(examples(1_482_000.0))]
    pub(crate) total: f64,
    /// Which share of all waiting this is, 0 to 1.
    #[schema(examples(0.31))]
    pub(crate) share: f64,
    /// Half of them took at most this, in seconds.
    #[schema(examples(2100.0))]
    pub(crate) median: f64,
    /// Nine of ten took at most this.
    #[schema(examples(9400.0))]
    pub(crate) p90: f64,
}

/// Waits on our side that began at an hour of a day of the week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = BottleneckHour)]
pub(crate) struct HourBody {
    /// The day of the week, 1 is Monday.
    #[schema(examples(1))]
    pub(crate) weekday: i8,
    /// The hour, 0 to 23, in the company's time zone.
    #[schema(examples(17))]
    pub(crate) hour: i8,
    /// How many began then.
    #[schema(examples(31))]
    pub(crate) count: u64,
    /// Their sum, in seconds.
    #[schema(examples(182_000.0))]
    pub(crate) total: f64,
    /// Half of them took at most this, in seconds.
    #[schema(examples(5400.0))]
    pub(crate) median: f64,
}

/// Where conversations waited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Bottlenecks, example = json!(super::wire::bottlenecks()))]
pub(crate) struct BottlenecksBody {
    /// By stage and queue, the longest sum first.
    pub(crate) waits: Vec<WaitBody>,
    /// By the hour at which waits on our side began.
    pub(crate) hours: Vec<HourBody>,
}

struct Stretch {
    conversation: ConversationId,
    status: String,
    from: i64,
    until: i64,
    business: i64,
    last_team: i64,
    last_since: i64,
}

type Queues = HashMap<ConversationId, Vec<(i64, i64, i64)>>;

/// Of the waits that ended in the question's period. A wait that went through several queues counts in each for its time there.
pub(super) fn find(tx: &mut Tx<'_>, question: &Question) -> Result<BottlenecksBody> {
    let (from, until) = question.period.instants()?;
    let mut queues = Queues::new();
    tx.each(QUEUES, p![from, until], |row| {
        let (conversation, team) = (row.take()?, row.take()?);
        queues.entry(conversation).or_default().push((team, row.take()?, row.take()?));
        Ok(())
    })?;
    let mut found = Found { question, waits: BTreeMap::new(), hours: BTreeMap::new() };
    tx.each(STRETCHES, p![from, until], |row| {
        let (conversation, status) = (row.take()?, row.take()?);
        let (from, until, business) = (row.take()?, row.take()?, row.take()?);
        let (last_team, last_since) = (row.take()?, row.take()?);
        let stretch = Stretch { conversation, status, from, until, business, last_team, last_since };
        let about = (row.take()?, row.take::<String>()?, row.take()?, row.take()?, row.take::<String>()?);
        if admits(&question.filter, &about) {
            let through = queues.get(&stretch.conversation).map_or(&[][..], Vec::as_slice);
            found.take(&stretch, through);
        }
        Ok(())
    })?;
    Ok(found.told())
}

/// Assignee, channel, topic, mailbox, priority; the team is that of the queue.
fn admits(filter: &Filter, (assignee, channel, topic, mailbox, priority): &(i64, String, i64, i64, String)) -> bool {
    fn among<I: TypedId>(wanted: &[I], it: i64) -> bool {
        wanted.is_empty() || wanted.iter().any(|id| id.raw() == it)
    }
    among(&filter.people, *assignee)
        && among(&filter.topics, *topic)
        && among(&filter.mailboxes, *mailbox)
        && (filter.channels.is_empty() || filter.channels.contains(channel))
        && (filter.priorities.is_empty() || filter.priorities.contains(priority))
}

struct Found<'q> {
    question: &'q Question,
    waits: BTreeMap<(String, i64), Cell>,
    hours: BTreeMap<(i8, i8), Cell>,
}

impl Found<'_> {
    fn take(&mut self, stretch: &Stretch, through: &[(i64, i64, i64)]) {
        let last = (stretch.last_team, stretch.last_since.max(stretch.from), i64::MAX);
        let long = stretch.until - stretch.from;
        let mut is_ours = false;
        for (team, from, until) in through.iter().copied().chain([last]) {
            let overlap = until.min(stretch.until) - from.max(stretch.from);
            // A stretch that took no time lies with the queue that had it then.
            let touches = overlap > 0 || (long == 0 && from <= stretch.from && stretch.from < until);
            if touches && self.admits_team(team) {
                is_ours = true;
                let took = self.in_clock(stretch, overlap.max(0));
                self.waits.entry((stretch.status.clone(), team)).or_default().take(1, 1, Some(took));
            }
        }
        if is_ours && matches!(stretch.status.as_str(), "new" | "open") {
            let place = hour_of(stretch.from, &self.question.period.zone);
            let took = self.in_clock(stretch, long);
            self.hours.entry(place).or_default().take(1, 1, Some(took));
        }
    }

    fn admits_team(&self, team: i64) -> bool {
        let teams = &self.question.filter.teams;
        teams.is_empty() || teams.iter().any(|id: &TeamId| id.raw() == team)
    }

    /// In business time the stretch's own is divided as its calendar time was.
    fn in_clock(&self, stretch: &Stretch, took: i64) -> i64 {
        let long = stretch.until - stretch.from;
        match self.question.clock {
            Clock::Calendar => took,
            Clock::Business if long <= 0 => 0,
            Clock::Business => (stretch.business as f64 * (took as f64 / long as f64)).round() as i64,
        }
    }

    fn told(self) -> BottlenecksBody {
        let all: i128 = self.waits.values().map(|cell| cell.sum).sum();
        let quantile = |cell: &Cell, part: f64| cell.sketch.quantile(part).unwrap_or_default() / MICROS;
        let wait = |((stage, team), cell): ((String, i64), Cell)| WaitBody {
            stage,
            team: if team == 0 { String::new() } else { TeamId::from_raw(team).to_string() },
            count: cell.whole,
            total: cell.sum as f64 / MICROS,
            share: if all > 0 { cell.sum as f64 / all as f64 } else { 0.0 },
            median: quantile(&cell, 0.5),
            p90: quantile(&cell, 0.9),
        };
        let mut waits: Vec<WaitBody> = self.waits.into_iter().map(wait).collect();
        waits.sort_by(|one, two| two.total.total_cmp(&one.total));
        let hour = |((weekday, hour), cell): ((i8, i8), Cell)| HourBody {
            weekday,
            hour,
            count: cell.whole,
            total: cell.sum as f64 / MICROS,
            median: quantile(&cell, 0.5),
        };
        BottlenecksBody { waits, hours: self.hours.into_iter().map(hour).collect() }
    }
}

fn hour_of(micros: i64, zone: &TimeZone) -> (i8, i8) {
    let here = Timestamp::from_micros(micros).to_jiff().to_zoned(zone.clone());
    (here.weekday().to_monday_one_offset(), here.hour())
}
