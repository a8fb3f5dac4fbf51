//! Figures out of facts: exact, and pure.

use std::collections::{BTreeMap, HashMap};

use kernel::{Timestamp, TypedId};

use super::dictionary::{Metric, Unit};
use super::load::{Facts, Reply};
use super::period::{By, Period};
use super::samples::{self, Sample};
use crate::facts::Place;
use crate::figures::{Clock, Marks};

/// How durations spread, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The arithmetic mean.
    pub mean: f64,
    /// Half are at most this; the mean of the two in the middle of an even number.
    pub median: f64,
    /// Nine of ten are at most this, interpolated between neighbours.
    pub p90: f64,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// So many.
    Count(u64),
    /// A part of a whole; none when the whole is nothing.
    Share {
        /// The part.
        part: u64,
        /// The whole.
        whole: u64,
    },
    /// Durations, how many there are, and how they spread; no spread without any.
    Durations {
        /// How many.
        count: u64,
        /// How they spread.
        spread: Option<Spread>,
    },
    /// Those for us and those against us, of all.
    Points {
        /// For us.
        good: u64,
        /// Against us.
        bad: u64,
        /// All.
        whole: u64,
    },
    /// A mean of scores, and of how many; none without any.
    Score {
        /// How many.
        count: u64,
        /// Their mean.
        mean: Option<f64>,
    },
    /// Money for each of so many; none when the sum is not known.
    Money {
        /// Of how many.
        count: u64,
        /// For each of them.
        each: Option<f64>,
    },
}

impl Figure {
    /// The balance of points, −100 to 100; none for other figures and without anybody.
    pub fn points(&self) -> Option<f64> {
        match self {
            Self::Points { good, bad, whole } if *whole > 0 => {
                Some(100.0 * (*good as f64 - *bad as f64) / *whole as f64)
            }
            _ => None,
        }
    }

    /// So much money for each of so many, from the sum in hundredths.
    pub(crate) fn money(hundredths: i128, count: u64, of: u64) -> Self {
        Self::Money { count, each: (of > 0).then(|| hundredths as f64 / 100.0 / of as f64) }
    }
}

/// A figure of one part of a division.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The part: an id, a word, or a day as `2026-03-02`; empty for what belongs to none, and without a division.
    pub part: String,
    /// The figure.
    pub figure: Figure,
    /// Ratings that were left out of it with a reason.
    pub excluded: u64,
}

/// Computes a metric over a period, divided or not; parts are in order, without those in which nothing happened.
pub fn compute(
    metric: Metric,
    facts: &Facts,
    period: &Period,
    (from, until): (Timestamp, Timestamp),
    by: Option<By>,
) -> Vec<Line> {
    let unit = metric.definition().unit;
    let mut parts: BTreeMap<String, Gathered> = BTreeMap::new();
    if by.is_none() {
        parts.insert(String::new(), Gathered::default());
    }
    facts.each(&mut |about, sample| {
        if sample.metric == metric && sample.at >= from && sample.at < until {
            let part = by.map_or_else(String::new, |by| part_of(by, about, sample, period));
            parts.entry(part).or_default().take(sample, facts.clock);
        }
    });
    let line = |(part, it): (String, Gathered)| Line { part, excluded: it.excluded, figure: it.figure(unit) };
    parts.into_iter().map(line).collect()
}

impl Facts {
    /// Hands over everything that counts, of all metrics. What is too young for the window is not counted yet.
    pub(crate) fn each(&self, visit: &mut dyn FnMut(Place<'_>, &Sample)) {
        let mut replies: HashMap<i64, Vec<Reply>> = HashMap::new();
        for reply in &self.replies {
            replies.entry(reply.conversation.raw()).or_default().push(*reply);
        }
        for it in &self.conversations {
            let replies = replies.get(&it.id.raw()).map_or(&[][..], Vec::as_slice);
            samples::each(it, replies, self.came_again.contains(&it.id), &mut |sample| {
                if sample.metric != Metric::FirstContact || sample.at < self.counted_until {
                    visit(it.place(), &sample);
                }
            });
        }
        for it in &self.surveys {
            samples::of_survey(it, &mut |sample| visit(it.place(), &sample));
        }
    }
}

#[derive(Default)]
struct Gathered {
    part: u64,
    whole: u64,
    took: Vec<i64>,
    marks: Marks,
    excluded: u64,
}

impl Gathered {
    fn take(&mut self, sample: &Sample, clock: Clock) {
        self.part += sample.part;
        self.whole += sample.whole;
        self.took.extend(sample.took.map(|took| clock.of(took)));
        self.marks.take(sample.mark);
        self.excluded += sample.excluded;
    }

    fn figure(mut self, unit: Unit) -> Figure {
        match unit {
            Unit::Count => Figure::Count(self.part),
            Unit::Share => Figure::Share { part: self.part, whole: self.whole },
            Unit::Duration => {
                self.took.sort_unstable();
                Figure::Durations { count: self.took.len() as u64, spread: spread(&self.took) }
            }
            Unit::Points => self.marks.points(self.whole),
            Unit::Score => self.marks.score(self.whole),
            Unit::Money => Figure::money(0, self.part, 0),
        }
    }
}

/// The spread of sorted durations; quantiles by linear interpolation between the closest ranks (Hyndman and Fan's type 7).
fn spread(sorted: &[i64]) -> Option<Spread> {
    let last = sorted.len().checked_sub(1)?;
    let quantile = |part: f64| {
        let place = part * last as f64;
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        let (low, high) = (sorted[below] as f64, sorted[above.min(last)] as f64);
        low + (high - low) * (place - below as f64)
    };
    let mean = sorted.iter().map(|took| *took as f64).sum::<f64>() / sorted.len() as f64;
    Some(Spread { mean, median: quantile(0.5), p90: quantile(0.9) })
}

/// The part of a division that a sample belongs to; empty when it belongs to none.
pub(crate) fn part_of(by: By, about: Place<'_>, sample: &Sample, period: &Period) -> String {
    fn named<I: TypedId + std::fmt::Display>(id: Option<I>) -> String {
        id.map(|id| id.to_string()).unwrap_or_default()
    }
    match by {
        By::Team => named(about.team),
        By::Agent => named(sample.person),
        By::Channel => about.channel.to_owned(),
        By::Topic => named(about.topic),
        By::Mailbox => named(about.mailbox),
        By::Priority => about.priority.to_owned(),
        By::Day | By::Week | By::Month | By::Hour | By::Weekday => by.part(sample.at, &period.zone),
    }
}
