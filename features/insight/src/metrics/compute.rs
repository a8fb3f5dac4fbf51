//! Figures out of facts: exact, and pure.

use std::collections::BTreeMap;

use kernel::{ConversationId, PersonId, Timestamp, TypedId};

use super::dictionary::{Metric, Unit};
use super::load::Facts;
use super::period::{By, Period};
use crate::facts::Conversation;

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
}

/// A figure of one part of a division.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The part: an id, a word, or a day as `2026-03-02`; empty for what belongs to none, and without a division.
    pub part: String,
    /// The figure.
    pub figure: Figure,
}

/// One thing that counts.
struct Sample<'f> {
    about: &'f Conversation,
    person: Option<PersonId>,
    at: Timestamp,
    part: u64,
    whole: u64,
    took: i64,
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
    for sample in samples(metric, facts, &|at| at >= from && at < until) {
        let part = by.map_or_else(String::new, |by| part_of(by, &sample, period));
        parts.entry(part).or_default().take(&sample);
    }
    parts.into_iter().map(|(part, gathered)| Line { part, figure: gathered.figure(unit) }).collect()
}

#[derive(Default)]
struct Gathered {
    part: u64,
    whole: u64,
    took: Vec<i64>,
}

impl Gathered {
    fn take(&mut self, sample: &Sample<'_>) {
        self.part += sample.part;
        self.whole += sample.whole;
        self.took.push(sample.took);
    }

    fn figure(mut self, unit: Unit) -> Figure {
        match unit {
            Unit::Count => Figure::Count(self.part),
            Unit::Share => Figure::Share { part: self.part, whole: self.whole },
            Unit::Duration => {
                self.took.sort_unstable();
                Figure::Durations { count: self.took.len() as u64, spread: spread(&self.took) }
            }
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

fn part_of(by: By, sample: &Sample<'_>, period: &Period) -> String {
    let about = sample.about;
    match by {
        By::Team => about.team.map(|team| team.to_string()).unwrap_or_default(),
        By::Agent => sample.person.map(|person| person.to_string()).unwrap_or_default(),
        By::Channel => about.channel.clone(),
        By::Topic => about.topic.map(|topic| topic.to_string()).unwrap_or_default(),
        By::Day | By::Week | By::Month => {
            by.part(sample.at, &period.zone).map(|day| day.to_string()).unwrap_or_default()
        }
    }
}

fn samples<'f>(metric: Metric, facts: &'f Facts, during: &dyn Fn(Timestamp) -> bool) -> Vec<Sample<'f>> {
    let counted = |about: &'f Conversation, at: Timestamp, part: u64, whole: u64| Sample {
        about,
        person: about.assignee,
        at,
        part,
        whole,
        took: 0,
    };
    let took = |about: &'f Conversation, at: Timestamp, took: i64| Sample { took, ..counted(about, at, 1, 1) };
    let all = || facts.conversations.iter();
    let begun = || all().filter(|it| during(it.created_at));
    let solved = || all().filter(|it| it.solved_at != Timestamp::NEVER && during(it.solved_at));
    let of_solved = |holds: &dyn Fn(&Conversation) -> bool| {
        solved().map(|it| counted(it, it.solved_at, u64::from(holds(it)), 1)).collect()
    };
    let time_of_solved =
        |time: &dyn Fn(&Conversation) -> i64| solved().map(|it| took(it, it.solved_at, time(it))).collect();
    match metric {
        Metric::Created => begun().map(|it| counted(it, it.created_at, 1, 1)).collect(),
        Metric::Solved => of_solved(&|_| true),
        Metric::Replies => replies(facts, false),
        Metric::NextResponse => replies(facts, true),
        Metric::FirstResponse => all()
            .filter(|it| it.first_reply_at != Timestamp::NEVER && during(it.first_reply_at))
            .filter(|it| it.first_customer_at != Timestamp::NEVER && !it.by_agent)
            .map(|it| {
                let waited = (it.first_reply_at.micros() - it.first_customer_at.micros()).max(0);
                Sample { person: it.first_reply_by, ..took(it, it.first_reply_at, waited) }
            })
            .collect(),
        Metric::RequesterWait => time_of_solved(&|it| it.requester_wait),
        Metric::AgentWait => time_of_solved(&|it| it.agent_wait),
        Metric::HoldWait => time_of_solved(&|it| it.hold_wait),
        Metric::FirstResolution => time_of_solved(&|it| (it.first_solved_at.micros() - it.created_at.micros()).max(0)),
        Metric::FullResolution => time_of_solved(&|it| (it.solved_at.micros() - it.created_at.micros()).max(0)),
        Metric::ResolutionFlow => {
            let mut both: Vec<Sample<'f>> = solved().map(|it| counted(it, it.solved_at, 1, 0)).collect();
            both.extend(begun().map(|it| counted(it, it.created_at, 0, 1)));
            both
        }
        Metric::ResolutionCohort => {
            begun().map(|it| counted(it, it.created_at, u64::from(it.solved_at != Timestamp::NEVER), 1)).collect()
        }
        Metric::OneTouch => of_solved(&|it| it.replies == 1),
        Metric::FirstContact => solved()
            .filter(|it| it.solved_at.plus(facts.window) <= facts.now)
            .map(|it| counted(it, it.solved_at, u64::from(it.reopened == 0 && !facts.came_again.contains(&it.id)), 1))
            .collect(),
        Metric::Reopened => of_solved(&|it| it.reopened > 0),
        Metric::Transferred => of_solved(&|it| it.transfers > 0),
    }
}

/// Replies of the period, or those that ended a wait.
fn replies(facts: &Facts, that_ended_a_wait: bool) -> Vec<Sample<'_>> {
    let conversation: BTreeMap<i64, &Conversation> =
        facts.conversations.iter().map(|it| (ConversationId::raw(it.id), it)).collect();
    let wanted = facts.replies.iter().filter(|reply| !that_ended_a_wait || reply.since != Timestamp::NEVER);
    wanted
        .filter_map(|reply| {
            let about = conversation.get(&reply.conversation.raw())?;
            let took = if that_ended_a_wait { (reply.at.micros() - reply.since.micros()).max(0) } else { 0 };
            Some(Sample { about, person: reply.person, at: reply.at, part: 1, whole: 1, took })
        })
        .collect()
}
