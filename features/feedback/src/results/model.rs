//! Figures of scores, with 95 % intervals. No I/O.
//!
//! Shares have Wilson's interval (Wilson 1927), which is right for few answers and near 0 and 1 too. Differences of shares (NPS,
//! happiness) and means (CES) have the normal approximation from the variance of the scores.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::programmes::model::Kind;

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Below so many answers a figure is marked as resting on few.
pub const FEW: i64 = 30;

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

/// The share of a part, with Wilson's 95 % interval; nothing of nothing.
pub fn share(part: i64, whole: i64) -> Option<Figure> {
    if whole <= 0 {
        return None;
    }
    let (n, p) = (whole as f64, part as f64 / whole as f64);
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let (centre, scale) = (p + Z * Z / (2.0 * n), 1.0 + Z * Z / n);
    // At the ends rounding would leave the interval a hair away from 0 and 1.
    let low = if part <= 0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
    let high = if part >= whole { 1.0 } else { ((centre + spread) / scale).min(1.0) };
    Some(Figure { value: p, low, high })
}

/// The mean of values with their counts, scaled and kept within bounds, with its 95 % interval.
fn mean(values: &[(f64, i64)], scale: f64, bounds: (f64, f64)) -> Option<Figure> {
    let n = values.iter().map(|(_, count)| *count).sum::<i64>();
    if n == 0 {
        return None;
    }
    let total = n as f64;
    let mean = values.iter().map(|(value, count)| value * *count as f64).sum::<f64>() / total;
    let squares = values.iter().map(|(value, count)| (value - mean).powi(2) * *count as f64).sum::<f64>();
    // The unbiased variance; one answer alone says nothing of its spread, so the interval is everything.
    let half = if n < 2 { f64::INFINITY } else { Z * (squares / (total - 1.0) / total).sqrt() };
    let (least, most) = bounds;
    Some(Figure {
        value: mean * scale,
        low: ((mean - half) * scale).max(least),
        high: ((mean + half) * scale).min(most),
    })
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
        let balance = [(1.0, good), (0.0, answers - good - bad), (-1.0, bad)];
        let (least, most) = (*kind.scores().start() as f64, *kind.scores().end() as f64);
        let given: Vec<(f64, i64)> = self.scores.iter().map(|(score, count)| (*score as f64, *count)).collect();
        let figure = match kind {
            Kind::Csat => share(good, answers),
            Kind::Happiness | Kind::Nps => mean(&balance, 100.0, (-100.0, 100.0)),
            Kind::Ces => mean(&given, 1.0, (least, most)),
        };
        let scores =
            kind.scores().map(|score| ScoreCount { score, count: self.scores.get(&score).copied().unwrap_or(0) });
        Outcome {
            answers,
            excluded: self.excluded,
            is_few: answers < FEW,
            scores: scores.collect(),
            figure,
            share_easy: if kind == Kind::Ces { share(good, answers) } else { None },
            sent: self.sent,
            answered: self.answered,
            response_rate: share(self.answered, self.sent),
        }
    }
}
