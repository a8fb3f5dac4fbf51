//! The same figures out of our facts, exact.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use db::{Tx, p};
use insight::facts::Conversation;
use insight::metrics::{By, Facts, Figure, Metric, Period, compute, load};
use insight::reports::House as _;
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{ConversationId, Result, Timestamp};

use super::pairs::{Fact, Pair, Value};
use super::theirs::Numbers;
use crate::cli::kpi::{Names, WINDOW};
use crate::ports::WholeHouse;

const HOUR: f64 = 3_600_000_000.0;

/// The facts of the conversations of an import, and the names of their parts.
pub(super) struct Ours {
    facts: Facts,
    names: Names,
    period: Period,
}

/// Loads them.
///
/// # Errors
/// When the database does not answer.
pub(super) fn load_all(tx: &mut Tx<'_>, source: &str) -> Result<Ours> {
    let period = Period { first: date(1970, 1, 1), last: date(2100, 1, 1), zone: TimeZone::UTC };
    let window: Duration = WINDOW;
    let mut facts = load(tx, period.instants()?, window)?;
    let select = "select conversation_id from pub_inbox_imported where source = $1";
    let ours: HashSet<ConversationId> = tx.all(select, p![source], |row| row.take())?.into_iter().collect();
    facts.conversations.retain(|it| ours.contains(&it.id));
    facts.replies.retain(|reply| ours.contains(&reply.conversation));
    Ok(Ours { facts, names: WholeHouse.names(tx)?, period })
}

impl Ours {
    /// How many conversations there are.
    pub(super) fn count(&self) -> usize {
        self.facts.conversations.len()
    }

    /// The figures of a pair by their parts.
    ///
    /// # Errors
    /// In words, when there is no such metric or division.
    pub(super) fn figures(&self, pair: &Pair) -> std::result::Result<BTreeMap<String, Numbers>, String> {
        match pair.facts {
            Some(fact) => self.of_facts(pair, fact),
            None => self.of_metric(pair),
        }
    }

    fn of_metric(&self, pair: &Pair) -> std::result::Result<BTreeMap<String, Numbers>, String> {
        let code = pair.metric.as_deref().unwrap_or_default();
        let metric = Metric::named(code).ok_or_else(|| format!("{}: no metric is called {code}", pair.reference))?;
        let by = pair.by.as_deref().map(|by| {
            let known = By::ALL.iter().copied().find(|each| each.code() == by);
            known.ok_or_else(|| format!("{}: figures are not divided by {by}", pair.reference))
        });
        let by = by.transpose()?;
        let instants = self.period.instants().map_err(|fault| fault.sentence().to_owned())?;
        let lines = compute(metric, &self.facts, &self.period, instants, by);
        if pair.value == Some(Value::Parts) {
            let parts = lines.iter().filter(|line| !line.part.is_empty()).count();
            return Ok(BTreeMap::from([(String::new(), one(parts as f64))]));
        }
        let named = |part: String| self.names.get(&part).cloned().unwrap_or(part);
        Ok(lines.into_iter().map(|line| (named(line.part), number(line.figure, pair.value))).collect())
    }

    fn of_facts(&self, pair: &Pair, fact: Fact) -> std::result::Result<BTreeMap<String, Numbers>, String> {
        let month = |it: &Conversation| it.created_at.to_jiff().to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string();
        let part = |it: &Conversation| match pair.by.as_deref() {
            None => Ok(String::new()),
            Some("month_begun") => Ok(month(it)),
            Some(by) => Err(format!("{}: facts are not divided by {by}", pair.reference)),
        };
        let mut parts: BTreeMap<String, (Vec<i64>, f64)> = BTreeMap::new();
        for it in &self.facts.conversations {
            let (values, all) = parts.entry(part(it)?).or_default();
            *all += 1.0;
            values.extend(value_of(fact, it));
        }
        let is_time =
            !matches!(fact, Fact::Replies | Fact::FurtherMessages | Fact::Answers | Fact::Transfers | Fact::BegunByUs);
        let number = |(mut values, all): (Vec<i64>, f64)| {
            values.sort_unstable();
            let sum = values.iter().map(|value| *value as f64).sum::<f64>() / if is_time { HOUR } else { 1.0 };
            let any = values.iter().filter(|value| **value > 0).count() as f64;
            let there = if is_time { values.len() as f64 } else { any };
            match (pair.within_hours, pair.value) {
                (Some(hours), _) => {
                    one(values.iter().filter(|value| **value as f64 <= hours * HOUR).count() as f64 / all)
                }
                (None, Some(Value::Sum)) => one(sum),
                (None, Some(Value::Rest)) => one(all - there),
                (None, Some(Value::Mean)) => one(sum / all),
                (None, Some(Value::Share)) => one(any / all),
                (None, Some(Value::RestShare)) => one(1.0 - any / all),
                _ => spread(&values),
            }
        };
        Ok(parts.into_iter().map(|(part, gathered)| (part, number(gathered))).collect())
    }
}

fn value_of(fact: Fact, it: &Conversation) -> Option<i64> {
    let known = |at: Timestamp| at != Timestamp::NEVER;
    match fact {
        Fact::Replies => Some(it.replies),
        Fact::FurtherMessages => Some((it.customer_messages - 1).max(0)),
        Fact::Answers => Some(it.replies + (it.customer_messages - 1).max(0)),
        Fact::BegunByUs => Some(i64::from(it.by_agent)),
        Fact::Transfers => Some(it.transfers),
        Fact::FirstResponse => (known(it.first_reply_at) && known(it.first_customer_at) && !it.by_agent)
            .then(|| it.first_reply_at.micros() - it.first_customer_at.micros()),
        Fact::RequesterWait => Some(it.requester_wait),
        Fact::AgentWait => Some(it.agent_wait),
        Fact::HoldWait => Some(it.hold_wait),
    }
}

fn one(number: f64) -> Numbers {
    Numbers::from([("", number)])
}

fn number(figure: Figure, value: Option<Value>) -> Numbers {
    match figure {
        Figure::Count(count) => one(count as f64),
        Figure::Share { part, whole } => one(match value {
            Some(Value::Part | Value::Count) => part as f64,
            Some(Value::Rest) => whole as f64 - part as f64,
            Some(Value::RestShare) => 1.0 - part as f64 / whole.max(1) as f64,
            _ => part as f64 / whole.max(1) as f64,
        }),
        Figure::Money { each, .. } => each.map_or_else(Numbers::new, one),
        Figure::Durations { count, spread } => {
            let mut all = Numbers::from([("n", count as f64)]);
            if let Some(spread) = spread {
                all.extend([
                    ("mean", spread.mean / HOUR),
                    ("median", spread.median / HOUR),
                    ("p90", spread.p90 / HOUR),
                ]);
            }
            match value {
                Some(Value::Count) => one(count as f64),
                Some(Value::Sum) => one(spread.map_or(0.0, |spread| spread.mean * count as f64 / HOUR)),
                _ => all,
            }
        }
        Figure::Points { .. } => figure.points().map(one).unwrap_or_default(),
        Figure::Score { mean, .. } => mean.map(one).unwrap_or_default(),
    }
}

/// The spread of sorted durations in hours; quantiles by linear interpolation, as metrics have them.
fn spread(sorted: &[i64]) -> Numbers {
    let mut all = Numbers::from([("n", sorted.len() as f64)]);
    let Some(last) = sorted.len().checked_sub(1) else { return all };
    let quantile = |part: f64| {
        let place = part * last as f64;
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        let (low, high) = (sorted[below] as f64, sorted[above.min(last)] as f64);
        (low + (high - low) * (place - below as f64)) / HOUR
    };
    let mean = sorted.iter().map(|value| *value as f64).sum::<f64>() / sorted.len() as f64 / HOUR;
    all.extend([("mean", mean), ("median", quantile(0.5)), ("p90", quantile(0.9))]);
    all
}
