//! A sketch of many durations: how many fell into each of logarithmic buckets. Any quantile is told within 1 % of its true value;
//! sketches are merged and parted by adding and subtracting counts, so nothing is lost by doing it in any order.
//!
//! Buckets as in DDSketch (Masson, Rim, Lee: *DDSketch*, VLDB 2019, §2): with a = 0.01 and γ = (1 + a)/(1 − a), bucket i holds
//! what is above γ^(i−1) and at most γ^i microseconds, and stands for 2γ^i/(γ + 1), which is within a of all of them. Bucket 0
//! holds what took no time. The bounds are made by multiplication alone, which every machine does alike, so a store can move.

use std::sync::LazyLock;

/// The relative error of a quantile.
pub const ERROR: f64 = 0.01;
const GAMMA: f64 = (1.0 + ERROR) / (1.0 - ERROR);
/// Above a hundred years, whatever it is.
const BUCKETS: usize = 1800;

/// The upper bound of each bucket; that of the first is nothing.
static BOUNDS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let mut bound = 1.0 / GAMMA;
    let powers = std::iter::repeat_with(|| {
        bound *= GAMMA;
        bound
    });
    std::iter::once(0.0).chain(powers.take(BUCKETS)).collect()
});

/// How durations spread: pairs of a bucket and how many fell into it, by bucket, without empty ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    buckets: Vec<(u16, u64)>,
}

/// The bucket of a duration in microseconds.
pub(crate) fn bucket(took: i64) -> u16 {
    let took = took.max(0) as f64;
    let place = BOUNDS.partition_point(|bound| *bound < took);
    u16::try_from(place.min(BUCKETS)).unwrap_or(u16::MAX)
}

/// What a bucket stands for.
fn stands_for(bucket: u16) -> f64 {
    let bound = BOUNDS.get(usize::from(bucket)).copied().unwrap_or_default();
    2.0 * bound / (GAMMA + 1.0)
}

impl Sketch {
    /// Of counts by bucket, in order, none of them nothing.
    pub(crate) fn of(buckets: Vec<(u16, u64)>) -> Self {
        Self { buckets }
    }

    /// The counts by bucket, in order.
    pub(crate) fn buckets(&self) -> &[(u16, u64)] {
        &self.buckets
    }

    /// One more duration, in microseconds.
    pub fn take(&mut self, took: i64) {
        let bucket = bucket(took);
        match self.buckets.binary_search_by_key(&bucket, |(at, _)| *at) {
            Ok(place) => self.buckets[place].1 += 1,
            Err(place) => self.buckets.insert(place, (bucket, 1)),
        }
    }

    /// What stands for each duration, in microseconds and in order, and how many there are.
    pub fn values(&self) -> impl Iterator<Item = (f64, u64)> {
        self.buckets.iter().map(|(bucket, count)| (stands_for(*bucket), *count))
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|(_, count)| count).sum()
    }

    /// All of another one too.
    pub fn merge(&mut self, other: &Self) {
        if self.buckets.is_empty() {
            self.buckets.clone_from(&other.buckets);
            return;
        }
        let mut both = Vec::with_capacity(self.buckets.len().max(other.buckets.len()) + 8);
        let (mut mine, mut theirs) = (self.buckets.iter().peekable(), other.buckets.iter().peekable());
        loop {
            let next = match (mine.peek(), theirs.peek()) {
                (Some((a, m)), Some((b, t))) if a == b => {
                    let sum = (*a, m + t);
                    mine.next();
                    theirs.next();
                    sum
                }
                (Some((a, _)), Some((b, t))) if b < a => {
                    let next = (*b, *t);
                    theirs.next();
                    next
                }
                (Some((a, m)), _) => {
                    let next = (*a, *m);
                    mine.next();
                    next
                }
                (None, Some((b, t))) => {
                    let next = (*b, *t);
                    theirs.next();
                    next
                }
                (None, None) => break,
            };
            both.push(next);
        }
        self.buckets = both;
    }

    /// The quantile by linear interpolation between the closest ranks (Hyndman and Fan's type 7), in microseconds, within
    /// [`ERROR`]; none without any.
    pub fn quantile(&self, part: f64) -> Option<f64> {
        let last = self.count().checked_sub(1)?;
        let place = part * last as f64;
        let (low, high) = (self.ranked(place.floor() as u64), self.ranked(place.ceil() as u64));
        Some(low + (high - low) * (place - place.floor()))
    }

    /// What stands for the duration of a rank, from 0.
    pub(crate) fn ranked(&self, rank: u64) -> f64 {
        let mut seen = 0;
        for (bucket, count) in &self.buckets {
            seen += count;
            if seen > rank {
                return stands_for(*bucket);
            }
        }
        self.buckets.last().map_or(0.0, |(bucket, _)| stands_for(*bucket))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(all: &[i64]) -> Sketch {
        let mut sketch = Sketch::default();
        for took in all {
            sketch.take(*took);
        }
        sketch
    }

    /// The rank's own durations, from an hour's microseconds up to years.
    fn durations() -> impl Strategy<Value = Vec<i64>> {
        proptest::collection::vec(prop_oneof![Just(0i64), 1i64..1000, 1_000_000i64..100_000_000_000_000], 1..200)
    }

    proptest! {
        #[test]
        fn a_quantile_is_within_one_percent(mut all in durations(), part in 0.0f64..=1.0) {
            let sketch = of(&all);
            all.sort_unstable();
            let place = part * (all.len() - 1) as f64;
            let (low, high) = (all[place.floor() as usize] as f64, all[place.ceil() as usize] as f64);
            let exact = low + (high - low) * (place - place.floor());
            let told = sketch.quantile(part).unwrap();
            prop_assert!((told - exact).abs() <= exact * ERROR * 1.000_001, "{told} for {exact}");
        }

        #[test]
        fn merged_is_as_if_taken_at_once(one in durations(), other in durations()) {
            let mut merged = of(&one);
            merged.merge(&of(&other));
            prop_assert_eq!(merged, of(&[one, other].concat()));
        }
    }

    #[test]
    fn a_century_still_has_a_bucket_of_its_own() {
        let year = 31_557_600_000_000i64;
        assert!(bucket(100 * year) < bucket(110 * year));
        assert_eq!((bucket(0), bucket(-5), bucket(1)), (0, 0, 1));
    }
}
