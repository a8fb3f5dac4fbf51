//! Exact quantiles without sorting everything: only the asked ranks are put into their places.

use crate::figures::Summary;
use crate::figures::honest::median_ranks;

/// What is shown of durations in microseconds: median and 90th percentile by linear interpolation between the closest ranks
/// (Hyndman and Fan's type 7), and the 95 % interval of the median by its ranks (binomial, normal approximation).
pub(super) fn summary(part: u64, whole: u64, sum: i128, took: &mut [i64]) -> Summary {
    let told = Summary { part, whole, sum, count: took.len() as u64, ..Summary::default() };
    let Some(last) = took.len().checked_sub(1) else { return told };
    let place = |quantile: f64| quantile * last as f64;
    let around = |quantile: f64| [place(quantile).floor() as usize, place(quantile).ceil() as usize];
    let ends = median_ranks(took.len() as u64).map(|ends| ends.map(|rank| rank as usize));
    let mut ranks = [around(0.5), around(0.9)].concat();
    ranks.extend(ends.iter().flatten());
    ranks.sort_unstable();
    ranks.dedup();
    put(took, 0, &ranks);
    let value = |quantile: f64| {
        let [below, above] = around(quantile).map(|rank| took[rank] as f64);
        below + (above - below) * (place(quantile) - place(quantile).floor())
    };
    let interval = ends.map(|ends| ends.map(|rank| took[rank] as f64));
    Summary {
        median: Some(value(0.5)),
        p90: Some(value(0.9)),
        low: interval.map(|[low, _]| low),
        high: interval.map(|[_, high]| high),
        ..told
    }
}

/// Puts the values of some ranks, which are in order, into their places; `first` is the rank of the first value.
fn put(values: &mut [i64], first: usize, ranks: &[usize]) {
    let Some(middle) = ranks.get(ranks.len() / 2).map(|rank| rank - first) else { return };
    values.select_nth_unstable(middle);
    let (below, above) = values.split_at_mut(middle);
    put(below, first, &ranks[..ranks.len() / 2]);
    put(&mut above[1..], first + middle + 1, &ranks[ranks.len() / 2 + 1..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_those_of_sorted_values(mut took in proptest::collection::vec(0i64..1_000, 1..80)) {
            let told = summary(0, 0, 0, &mut took.clone());
            took.sort_unstable();
            let exact = |quantile: f64| {
                let place = quantile * (took.len() - 1) as f64;
                let (low, high) = (took[place.floor() as usize] as f64, took[place.ceil() as usize] as f64);
                low + (high - low) * place.fract()
            };
            prop_assert_eq!(told.median, Some(exact(0.5)));
            prop_assert_eq!(told.p90, Some(exact(0.9)));
            prop_assert_eq!(told.low.is_some(), took.len() >= 6);
            if let (Some(low), Some(median), Some(high)) = (told.low, told.median, told.high) {
                prop_assert!(low <= median && median <= high);
            }
        }
    }

    #[test]
    fn nothing_has_no_quantiles() {
        assert_eq!(summary(3, 4, 0, &mut []), Summary { part: 3, whole: 4, ..Summary::default() });
    }
}
