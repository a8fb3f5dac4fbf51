//! Whether two figures differ, and by how much.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::interval::{Estimate, Interval, Moments, student};

/// The difference of two estimates, the later minus the earlier, from their own intervals: the square-and-add method.
///
/// G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in
/// Medicine 27 (2008), 1693–1702. With Wilson's intervals it is method 10 of R. G. Newcombe, "Interval estimation for the
/// difference between independent proportions", Statistics in Medicine 17 (1998), 873–890. It serves medians as well, with
/// intervals from their ranks.
pub fn difference(before: Estimate, after: Estimate) -> Estimate {
    let value = after.value - before.value;
    let (down, up) = (after.value - after.interval.low, after.interval.high - after.value);
    let (under, over) = (before.value - before.interval.low, before.interval.high - before.value);
    Estimate { value, interval: Interval { low: value - down.hypot(over), high: value + up.hypot(under) } }
}

/// A comparison of two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welch {
    /// The later minus the earlier, with its interval.
    pub difference: Estimate,
    /// Welch's statistic.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub freedom: f64,
    /// How probable so large a difference is when there is none.
    pub chance: f64,
}

impl Welch {
    /// Which mean is the greater, and how probable so large a difference is when there is none.
    pub fn test(&self) -> Test {
        Test { compared: Compared::by(self.statistic), chance: self.chance }
    }
}

/// Compares two means whose variances may differ; none when one of them has fewer than two values or nothing varies.
///
/// B. L. Welch, "The generalization of Student's problem when several different population variances are involved",
/// Biometrika 34 (1947), 28–35; degrees of freedom by F. E. Satterthwaite (1946).
pub fn welch(before: &Moments, after: &Moments) -> Option<Welch> {
    let (earlier, later) = (before.of_mean(), after.of_mean());
    let together = earlier + later;
    if before.count < 2 || after.count < 2 || together <= 0.0 {
        return None;
    }
    let spent = earlier * earlier / (before.count - 1) as f64 + later * later / (after.count - 1) as f64;
    let freedom = together * together / spent;
    let (value, error) = (after.mean - before.mean, together.sqrt());
    let half = student(freedom)? * error;
    let statistic = value / error;
    let distribution = StudentsT::new(0.0, 1.0, freedom).ok()?;
    let chance = 2.0 * distribution.cdf(-statistic.abs());
    let interval = Interval { low: value - half, high: value + half };
    Some(Welch { difference: Estimate { value, interval }, statistic, freedom, chance })
}

/// Which of two is the greater, and how probable so large a difference is when there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// How the second compares with the first.
    pub compared: Compared,
    /// How probable so large a difference is when there is none.
    pub chance: f64,
}

/// How a second figure compares with a first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// It is smaller.
    Smaller,
    /// It is the same.
    Same,
    /// It is greater.
    Greater,
}

impl Compared {
    fn by(statistic: f64) -> Self {
        match statistic {
            below if below < 0.0 => Self::Smaller,
            above if above > 0.0 => Self::Greater,
            _ => Self::Same,
        }
    }
}

impl Test {
    fn of(statistic: f64) -> Self {
        Self { compared: Compared::by(statistic), chance: 2.0 * Normal::standard().cdf(-statistic.abs()) }
    }
}

/// Whether two shares differ, each given as part and whole: the chi-squared test of a fourfold table with N − 1.
///
/// I. Campbell, "Chi-squared and Fisher–Irwin tests of two-by-two tables with small sample recommendations", Statistics in
/// Medicine 26 (2007), 3661–3675. None when one has nothing or the table says nothing.
pub fn shares_differ(first: (u64, u64), second: (u64, u64)) -> Option<Test> {
    if first.1 == 0 || second.1 == 0 || first.0 > first.1 || second.0 > second.1 {
        return None;
    }
    let (one, two) = (first.1 as f64, second.1 as f64);
    let all = one + two;
    let pooled = (first.0 as f64 + second.0 as f64) / all;
    let variance = pooled * (1.0 - pooled) * (1.0 / one + 1.0 / two) * all / (all - 1.0);
    let value = second.0 as f64 / two - first.0 as f64 / one;
    Some(if variance <= 0.0 { Test::of(0.0) } else { Test::of(value / variance.sqrt()) })
}

/// Whether the values of a second sample are longer than those of a first, whatever their distribution; each sample is given
/// as values in rising order with how often each occurs.
///
/// H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947), 50–60, with the normal approximation and the
/// correction for ties of E. L. Lehmann, "Nonparametrics" (1975), section 1.4. Long answers that take a few much longer do
/// not upset it as they upset a mean. None when a sample is empty.
pub fn rank_sum(first: &[(f64, u64)], second: &[(f64, u64)]) -> Option<Test> {
    let size = |sample: &[(f64, u64)]| sample.iter().map(|(_, times)| *times).sum::<u64>() as f64;
    let (one, two) = (size(first), size(second));
    if one == 0.0 || two == 0.0 {
        return None;
    }
    let (mut wins, mut ties, mut passed) = (0.0, 0.0, 0.0);
    let (mut left, mut right) = (first.iter().peekable(), second.iter().peekable());
    while let Some(value) = smaller(left.peek(), right.peek()) {
        let take = |side: &mut std::iter::Peekable<std::slice::Iter<'_, (f64, u64)>>| {
            let mut times = 0;
            while let Some((_, more)) = side.next_if(|(next, _)| *next <= value) {
                times += more;
            }
            times as f64
        };
        let (here, there) = (take(&mut left), take(&mut right));
        wins += there * (passed + here / 2.0);
        passed += here;
        let tied = here + there;
        ties += tied * tied * tied - tied;
    }
    let all = one + two;
    let variance = one * two / 12.0 * ((all + 1.0) - ties / (all * (all - 1.0)));
    let excess = wins - one * two / 2.0;
    Some(if variance <= 0.0 { Test::of(0.0) } else { Test::of(excess / variance.sqrt()) })
}

fn smaller(left: Option<&&(f64, u64)>, right: Option<&&(f64, u64)>) -> Option<f64> {
    match (left, right) {
        (Some((left, _)), Some((right, _))) => Some(left.min(*right)),
        (Some((value, _)), None) | (None, Some((value, _))) => Some(*value),
        (None, None) => None,
    }
}
