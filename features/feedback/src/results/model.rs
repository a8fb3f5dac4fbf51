//! Figures of scores, with 95 % intervals. No I/O.
//!
//! The intervals are those of all figures of the house (room `statistics`), so that a programme's page and a dashboard say the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use statistics::{Interval, Moments};
use utoipa::ToSchema;

use crate::programmes::model::Kind;

/// What one of a hundred is in points.
const HUNDRED: f64 = 100.0;

/// A figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyFigure, example = json!({"value": 0.84, "low": 0.79, "high": 0.88}))]
pub struct Figure {
    /// Shares are 0 to 1; NPS and happiness −100 to 100; a mean is in scores.
    pub value: f64,
    /// The lower end of the 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Scores counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often each score was given.
    pub scores: BTreeMap<i64, i64>,
    /// Answers left out for a reason.
    pub excluded: i64,
    /// Surveys sent in the period.
    pub sent: i64,
    /// Those of them that were answered by now.
    pub answered: i64,
}

/// What a tally comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyResult, example = json!(super::http::result_example()))]
pub struct Outcome {
    /// Answers given in the period that count.
    pub answers: i64,
    /// Answers given in the period that are left out for a reason.
    pub excluded: i64,
    /// Whether they are so few that the figure says little.
    pub is_few: bool,
    /// How often each score was given, lowest first, those never given included.
    pub scores: Vec<ScoreCount>,
    /// CSAT: share of 4 and 5. Happiness: great − not good. NPS: promoters − detractors. CES: the mean. Nothing without answers.
    pub figure: Option<Figure>,
    /// CES: the share of 5 and more.
    pub share_easy: Option<Figure>,
    /// Surveys sent in the period.
    pub sent: i64,
    /// Those of them that were answered by now.
    pub answered: i64,
    /// The share of surveys sent in the period that were answered by now.
    pub response_rate: Option<Figure>,
}

/// How often a score was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyScoreCount)]
pub struct ScoreCount {
    /// The score.
    #[schema(examples(5))]
    pub score: i64,
    /// How often.
    #[schema(examples(12))]
    pub count: i64,
}

impl Figure {
    fn new(value: f64, interval: Interval) -> Self {
        Self { value, low: interval.low, high: interval.high }
    }
}

fn size(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

/// The share of a part, with its interval; nothing of nothing.
pub fn share(part: i64, whole: i64) -> Option<Figure> {
    let interval = statistics::share(size(part), size(whole))?;
    Some(Figure::new(part as f64 / whole as f64, interval))
}

/// How many more are for us than against us, in points.
fn balance(good: i64, bad: i64, answers: i64) -> Option<Figure> {
    let interval = statistics::nps(size(good), size(bad), size(answers))?;
    let value = (good - bad) as f64 * HUNDRED / answers as f64;
    Some(Figure::new(value, interval.times(HUNDRED).widened_to(value)))
}

/// The mean score. One answer alone says nothing of how far others lie from it: its interval is the whole scale.
fn mean(scores: &BTreeMap<i64, i64>, (least, most): (f64, f64)) -> Option<Figure> {
    let moments = Moments::of(scores.iter().map(|(score, count)| (*score as f64, size(*count))))?;
    let whole = Interval { low: least, high: most };
    let interval = statistics::mean(&moments).map_or(whole, |found| found.within(whole));
    Some(Figure::new(moments.mean, interval))
}

impl Tally {
    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        for (score, count) in &other.scores {
            *self.scores.entry(*score).or_default() += count;
        }
        self.excluded += other.excluded;
        self.sent += other.sent;
        self.answered += other.answered;
    }

    fn count(&self, matches: impl Fn(i64) -> bool) -> i64 {
        self.scores.iter().filter(|(score, _)| matches(**score)).map(|(_, count)| count).sum()
    }

    /// What it comes to.
    pub fn outcome(&self, kind: Kind) -> Outcome {
        let answers = self.count(|_| true);
        let (good, bad) = (self.count(|score| kind.is_good(score)), self.count(|score| kind.is_bad(score)));
        let (least, most) = (*kind.scores().start() as f64, *kind.scores().end() as f64);
        let figure = match kind {
            Kind::Csat => share(good, answers),
            Kind::Happiness | Kind::Nps => balance(good, bad, answers),
            Kind::Ces => mean(&self.scores, (least, most)),
        };
        let scores =
            kind.scores().map(|score| ScoreCount { score, count: self.scores.get(&score).copied().unwrap_or(0) });
        Outcome {
            answers,
            excluded: self.excluded,
            is_few: statistics::is_small(size(answers)),
            scores: scores.collect(),
            figure,
            share_easy: if kind == Kind::Ces { share(good, answers) } else { None },
            sent: self.sent,
            answered: self.answered,
            response_rate: share(self.answered, self.sent),
        }
    }
}
