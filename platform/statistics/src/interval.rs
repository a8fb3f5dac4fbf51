//! How sure a share, a mean, a quantile or an NPS is.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, StudentsT};

/// The 0.975 quantile of the standard normal distribution: intervals of 95 %.
pub(super) const Z: f64 = 1.959_963_984_540_054;
/// What is left out at each end of an interval.
pub(super) const TAIL: f64 = 0.025;
/// Above so many the binomial distribution is as good as normal for finding a rank (de Moivre and Laplace).
const EXACT_UP_TO: u64 = 1000;

/// From where to where the true value lies, in 95 of 100 such statements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureInterval)]
pub struct Interval {
    /// Its lower end, in the unit of the figure: shares from 0 to 1, durations in seconds, points from −100 to 100.
    #[schema(examples(0.71))]
    pub low: f64,
    /// Its upper end.
    #[schema(examples(0.83))]
    pub high: f64,
}

impl Interval {
    /// Whether a value lies in it, its ends included.
    pub fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// In another unit: both ends times a positive factor.
    pub fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// No further than a scale goes.
    pub fn within(self, scale: Self) -> Self {
        Self { low: self.low.max(scale.low), high: self.high.min(scale.high) }
    }

    /// As far as what was seen: an adjusted interval is drawn to the middle, and of a few who all agree it may end short of them.
    pub fn widened_to(self, value: f64) -> Self {
        Self { low: self.low.min(value), high: self.high.max(value) }
    }
}

/// A value with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value that was seen.
    pub value: f64,
    /// Where the true one lies.
    pub interval: Interval,
}

/// The interval of a share: Wilson's score interval without continuity correction.
///
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212; method 3
/// of R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), 857–872.
/// None without a whole, and none when the part is no part of the whole.
pub fn share(part: u64, whole: u64) -> Option<Interval> {
    if whole == 0 || part > whole {
        return None;
    }
    let (seen, size) = (part as f64 / whole as f64, whole as f64);
    let shrunk = 1.0 + Z * Z / size;
    let middle = (seen + Z * Z / (2.0 * size)) / shrunk;
    let half = Z * (seen * (1.0 - seen) / size + Z * Z / (4.0 * size * size)).sqrt() / shrunk;
    let low = if part == 0 { 0.0 } else { middle - half };
    let high = if part == whole { 1.0 } else { middle + half };
    Some(Interval { low, high })
}

/// The interval of a Net Promoter Score, −1 to 1: the adjusted Wald interval with three made-up answers, of which three
/// quarters of one praise, three quarters of one blame and one and a half do neither.
///
/// B. Rocks, "Interval estimation for the Net Promoter Score", The American Statistician 70 (2016), 365–372, method (3, T).
pub fn nps(promoters: u64, detractors: u64, answers: u64) -> Option<Interval> {
    if answers == 0 || promoters.checked_add(detractors)? > answers {
        return None;
    }
    let size = answers as f64 + 3.0;
    let (for_us, against) = ((promoters as f64 + 0.75) / size, (detractors as f64 + 0.75) / size);
    let score = for_us - against;
    let half = Z * ((for_us + against - score * score) / size).sqrt();
    Some(Interval { low: (score - half).max(-1.0), high: (score + half).min(1.0) })
}

/// How many there are, their mean and their sample variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// How many.
    pub count: u64,
    /// Their arithmetic mean.
    pub mean: f64,
    /// Their variance, divided by one less than their number; 0 for a single one.
    pub variance: f64,
}

impl Moments {
    /// Of values, each with how often it occurs; none without any. One pass (D. H. D. West, Communications of the ACM 22
    /// (1979), 532–535).
    pub fn of(values: impl IntoIterator<Item = (f64, u64)>) -> Option<Self> {
        let (mut count, mut mean, mut squares) = (0u64, 0.0, 0.0);
        for (value, times) in values {
            if times == 0 {
                continue;
            }
            count += times;
            let step = value - mean;
            let moved = step * (times as f64 / count as f64);
            squares += times as f64 * step * (step - moved);
            mean += moved;
        }
        let freedom = count.checked_sub(1)?;
        Some(Self { count, mean, variance: if freedom == 0 { 0.0 } else { squares / freedom as f64 } })
    }

    /// The variance of the mean.
    pub(super) fn of_mean(&self) -> f64 {
        self.variance / self.count as f64
    }
}

/// The interval of a mean: Student's (1908), with one degree of freedom less than there are values; none for fewer than two.
pub fn mean(moments: &Moments) -> Option<Interval> {
    let freedom = moments.count.checked_sub(1).filter(|freedom| *freedom > 0)?;
    let half = student(freedom as f64)? * moments.of_mean().sqrt();
    Some(Interval { low: moments.mean - half, high: moments.mean + half })
}

/// The 0.975 quantile of Student's distribution.
pub(super) fn student(freedom: f64) -> Option<f64> {
    let distribution = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some(distribution.inverse_cdf(1.0 - TAIL))
}

/// Between which ranks, counted from 1, of sorted values the true quantile lies, whatever their distribution.
///
/// W. J. Conover, "Practical Nonparametric Statistics", 3rd edition (1999), section 3.2: the number of values below the true
/// quantile is binomial. None when there are too few to say anything (fewer than six, for a median).
pub fn quantile_ranks(count: u64, quantile: f64) -> Option<(u64, u64)> {
    let (low, high) = if count > EXACT_UP_TO { normal_ranks(count, quantile) } else { exact_ranks(count, quantile)? };
    (low >= 1 && high <= count).then_some((low, high))
}

fn normal_ranks(count: u64, quantile: f64) -> (u64, u64) {
    let (middle, half) = (count as f64 * quantile, Z * (count as f64 * quantile * (1.0 - quantile)).sqrt());
    ((middle - half).floor().max(0.0) as u64, (middle + half).ceil() as u64 + 1)
}

fn exact_ranks(count: u64, quantile: f64) -> Option<(u64, u64)> {
    let below = Binomial::new(quantile, count).ok()?;
    let low = (1..=count).take_while(|rank| below.cdf(rank - 1) <= TAIL).last()?;
    let high = (low..=count).find(|rank| below.cdf(rank - 1) >= 1.0 - TAIL)?;
    Some((low, high))
}
