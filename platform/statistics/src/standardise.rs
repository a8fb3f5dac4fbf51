//! Fair comparison of those whose work differs: what a figure would be if everybody had the same mix.

use super::interval::{Estimate, Interval, Moments, Z};

/// One kind of work: how much of all work it is, and how somebody did it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// How much of this kind there is in the mix that everybody is compared by.
    pub weight: f64,
    /// The figure of this kind, and the variance of that figure; none for who did nothing of this kind.
    pub figure: Option<(f64, f64)>,
}

impl Stratum {
    /// Of a share. Its variance is that of one success and one failure more (A. Agresti and B. Caffo, The American
    /// Statistician 54 (2000), 280–288), because three of three is not certainty. A part that is more than the whole is no share but
    /// one count for another: its variance is Poisson's.
    pub fn of_share(weight: f64, part: u64, whole: u64) -> Self {
        if part > whole {
            let whole_or_none = (whole > 0).then_some(whole as f64);
            return Self {
                weight,
                figure: whole_or_none.map(|whole| (part as f64 / whole, part as f64 / whole.powi(2))),
            };
        }
        let smooth = (part as f64 + 1.0) / (whole as f64 + 2.0);
        let variance = smooth * (1.0 - smooth) / (whole as f64 + 2.0);
        Self { weight, figure: (whole > 0).then(|| (part as f64 / whole as f64, variance)) }
    }

    /// Of a mean; `spread` is the variance of single values to go by when there are fewer than two.
    pub fn of_mean(weight: f64, moments: Option<Moments>, spread: f64) -> Self {
        let figure = moments.map(|it| {
            let variance = if it.count < 2 { spread } else { it.variance };
            (it.mean, variance / it.count as f64)
        });
        Self { weight, figure }
    }
}

/// A figure by the mix of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standardised {
    /// The figure and its interval.
    pub estimate: Estimate,
    /// Which share of the mix it rests on, 0 to 1: kinds that somebody never did say nothing about them.
    pub covered: f64,
}

/// The directly standardised figure: the mean of the kinds' figures by the weights of the common mix, over the kinds that occur.
/// None when nothing occurs.
///
/// L. R. Curtin and R. J. Klein, "Direct standardization (age-adjusted death rates)", NCHS Statistical Notes 6 (1995); variance
/// as the weighted sum of the kinds' own.
pub fn standardise(strata: &[Stratum]) -> Option<Standardised> {
    let all: f64 = strata.iter().map(|it| it.weight).sum();
    let known = || strata.iter().filter_map(|it| it.figure.map(|(value, variance)| (it.weight, value, variance)));
    let weight: f64 = known().map(|(weight, ..)| weight).sum();
    if weight <= 0.0 {
        return None;
    }
    let value = known().map(|(part, value, _)| part / weight * value).sum::<f64>();
    let variance = known().map(|(part, _, variance)| (part / weight).powi(2) * variance).sum::<f64>();
    let half = Z * variance.sqrt();
    let interval = Interval { low: value - half, high: value + half };
    Some(Standardised { estimate: Estimate { value, interval }, covered: weight / all })
}
