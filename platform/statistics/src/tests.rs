//! Worked examples as printed in the sources, and what must hold of anything.

use proptest::prelude::*;

use super::*;

fn near(seen: f64, expected: f64, within: f64) {
    assert!((seen - expected).abs() <= within, "{seen} is not {expected}");
}

fn wilson(part: u64, whole: u64) -> Estimate {
    Estimate { value: part as f64 / whole as f64, interval: share(part, whole).expect("an interval") }
}

/// Newcombe (1998), 857–872, table I, method 3.
#[test]
fn intervals_of_shares_are_those_of_newcombes_table() {
    for (part, whole, low, high) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    {
        let interval = share(part, whole).expect("an interval");
        near(interval.low, low, 0.000_051);
        near(interval.high, high, 0.000_051);
    }
    assert_eq!(share(0, 0), None);
    assert_eq!(share(5, 4), None, "more solved than begun is no share of a whole");
}

/// Newcombe (1998), 873–890, table II, method 10.
#[test]
fn differences_of_shares_are_those_of_newcombes_table() {
    for (first, second, low, high) in [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ] {
        let found = difference(wilson(second.0, second.1), wilson(first.0, first.1));
        near(found.interval.low, low, 0.000_051);
        near(found.interval.high, high, 0.000_051);
    }
}

/// The example of Welch's test with unequal variances and unequal sizes that textbooks and Wikipedia print.
#[test]
fn welch_compares_means_whose_variances_differ() {
    let of = |values: &[f64]| Moments::of(values.iter().map(|value| (*value, 1))).expect("values");
    let first = of(&[17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8]);
    let second = of(&[
        21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5,
        21.5, 21.8,
    ]);
    near(first.mean, 20.6, 0.02);
    near(first.variance, 9.0, 0.1);
    near(second.mean, 22.1, 0.05);
    near(second.variance, 0.9, 0.05);
    let found = welch(&second, &first).expect("a comparison");
    near(found.statistic, -1.57, 0.03);
    near(found.freedom, 9.9, 0.1);
    near(found.chance, 0.149, 0.006);
    assert!(found.difference.interval.holds(0.0));
    assert_eq!(welch(&first, &of(&[1.0])), None);
}

/// Conover (1999), section 3.2, and the tables of exact intervals for a median.
#[test]
fn a_median_lies_between_ranks() {
    for (count, ranks) in [(6, (1, 6)), (10, (2, 9)), (15, (4, 12)), (20, (6, 15)), (25, (8, 18)), (50, (18, 33))] {
        assert_eq!(quantile_ranks(count, 0.5), Some(ranks), "{count}");
    }
    assert_eq!(quantile_ranks(5, 0.5), None, "five can lie on one side by chance");
    assert_eq!(quantile_ranks(20, 0.9), None);
    let (low, high) = quantile_ranks(10_000, 0.5).expect("ranks");
    assert_eq!((low, high), (4902, 5099));
}

/// Three values of any textbook: 4.303 standard errors around the mean.
#[test]
fn a_mean_has_students_interval() {
    let moments = Moments::of([(1.0, 1), (2.0, 1), (3.0, 1)]).expect("values");
    assert_eq!((moments.count, moments.mean, moments.variance), (3, 2.0, 1.0));
    let interval = mean(&moments).expect("an interval");
    near(interval.high - 2.0, 4.302_653 / 3f64.sqrt(), 0.000_01);
    assert_eq!(Moments::of([(5.0, 1)]).as_ref().and_then(mean), None);
    assert_eq!(Moments::of([]), None);
}

/// Ten praise, three blame, twenty answered: (10.75 − 3.75) ÷ 23, and its standard error by hand.
#[test]
fn an_nps_has_an_interval() {
    let interval = nps(10, 3, 20).expect("an interval");
    let score = 7.0 / 23.0;
    let half = 1.959_964 * ((14.5 / 23.0 - score * score) / 23.0f64).sqrt();
    near(interval.low, score - half, 0.000_01);
    near(interval.high, score + half, 0.000_01);
    assert!(nps(3, 0, 3).expect("an interval").low < 1.0, "three who praise are not everybody");
    assert_eq!(nps(3, 2, 4), None);
}

/// NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches.
#[test]
fn a_control_chart_is_that_of_the_handbook() {
    let values = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
    let chart = chart(&values, values.len(), Place::Anywhere).expect("a chart");
    near(chart.mean, 50.81, 0.005);
    near(chart.average_range, 1.8778, 0.000_06);
    near(chart.upper, 55.8041, 0.002);
    near(chart.lower, 45.8159, 0.002);
    assert!(chart.points.iter().all(|point| point.signals.is_empty()), "this process is in control");
    assert_eq!(chart.points[1].range, Some(2.0));
}

#[test]
fn signals_are_told_from_noise() {
    let quiet = [10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 9.0, 11.0];
    let judged = |more: &[f64]| {
        let values: Vec<f64> = quiet.iter().chain(more).copied().collect();
        chart(&values, quiet.len(), Place::AboveZero).expect("a chart")
    };
    // The mean is 10.5 and the average range 15 ÷ 7: limits at 4.8 and 16.2, ranges up to 7.003.
    let calm = judged(&[]);
    near(calm.mean, 10.5, 1e-9);
    near(calm.upper, 16.2, 1e-9);
    near(calm.range_limit, 7.002_857, 1e-6);
    let last = |chart: Chart| chart.points.last().map(|point| point.signals.clone()).unwrap_or_default();
    assert_eq!(last(judged(&[12.0])), []);
    assert_eq!(last(judged(&[17.0])), [Signal::BeyondLimits]);
    assert_eq!(last(judged(&[15.0, 7.7])), [Signal::LargeStep]);
    assert_eq!(last(judged(&[14.0, 10.0, 14.0, 13.5])), [Signal::NearLimit]);
    assert_eq!(
        last(judged(&[11.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0])),
        [Signal::RunOfEight],
        "eight with the one before"
    );
    assert_eq!(last(judged(&[10.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0])), []);
    assert_eq!(chart(&quiet[..5], 5, Place::Anywhere), None);
    let steep = chart(&[0.9, 0.1, 0.9, 0.1, 0.9, 0.1], 6, Place::Share).expect("a chart");
    assert_eq!((steep.lower, steep.upper), (0.0, 1.0));
}

/// Benjamini and Hochberg (1995), section 3.2: fifteen comparisons of treatments after a heart attack, four discoveries.
#[test]
fn many_comparisons_make_few_discoveries() {
    let chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    let found = discoveries(&chances, 0.05);
    assert_eq!(found.iter().filter(|it| **it).count(), 4);
    assert!(found[..4].iter().all(|it| *it));
    assert_eq!(discoveries(&[], 0.05), Vec::<bool>::new());
}

/// Campbell (2007) and any fourfold table by hand: χ² = 4.0 with N, 3.98 with N − 1.
#[test]
fn a_fourfold_table_is_tested() {
    let found = shares_differ((30, 100), (44, 100)).expect("a test");
    let pooled: f64 = 0.37;
    let chi = 0.14f64.powi(2) / (pooled * (1.0 - pooled) * 0.02) * 199.0 / 200.0;
    near(found.chance, 0.0411, 0.0005);
    near(chi, 4.183, 0.001);
    assert_eq!(found.compared, Compared::Greater);
    assert_eq!(shares_differ((0, 10), (0, 9)).map(|test| test.compared), Some(Compared::Same));
    assert_eq!(shares_differ((0, 0), (1, 9)), None);
}

/// Mann and Whitney's sum over all pairs, with ties counting a half, by brute force.
#[test]
fn ranks_tell_who_is_slower_though_one_took_for_ever() {
    let sample = |values: &[f64]| values.iter().map(|value| (*value, 1)).collect::<Vec<_>>();
    let first = sample(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10_000.0]);
    let second = sample(&[11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0]);
    let found = rank_sum(&first, &second).expect("a test");
    assert_eq!(found.compared, Compared::Greater);
    // U is 90 of 100: z = 40 ÷ √(100 · 21 ÷ 12) = 3.0237.
    near(found.chance, 0.002_497, 0.000_01);
    assert_eq!(rank_sum(&first, &first).map(|test| test.compared), Some(Compared::Same));
    assert_eq!(rank_sum(&first, &[]), None);
}

/// Two towns of different age: the crude rates differ, the standardised ones do not.
#[test]
fn who_has_the_hard_work_is_not_blamed_for_it() {
    let easy = Stratum::of_share(0.5, 90, 100);
    let hard = Stratum::of_share(0.5, 4, 10);
    let found = standardise(&[easy, hard]).expect("a figure");
    near(found.estimate.value, 0.65, 1e-9);
    near(found.covered, 1.0, 1e-9);
    let other = standardise(&[Stratum::of_share(0.5, 9, 10), Stratum::of_share(0.5, 40, 100)]).expect("a figure");
    near(other.estimate.value, 0.65, 1e-9);
    let half = standardise(&[easy, Stratum::of_share(0.5, 0, 0)]).expect("a figure");
    near(half.covered, 0.5, 1e-9);
    assert_eq!(standardise(&[Stratum::of_share(1.0, 0, 0)]), None);
    // More were solved than began: 120 for 100, give or take what chance does to 120.
    let flow = standardise(&[Stratum::of_share(1.0, 120, 100)]).expect("a figure").estimate;
    assert!(
        (flow.value - 1.2).abs() < 1e-12 && (flow.interval.low - (1.2 - 1.96 * 120_f64.sqrt() / 100.0)).abs() < 1e-3
    );
    let means = standardise(&[
        Stratum::of_mean(3.0, Moments::of([(10.0, 2), (20.0, 2)]), 0.0),
        Stratum::of_mean(1.0, Moments::of([(40.0, 1)]), 9.0),
    ]);
    near(means.expect("a figure").estimate.value, 0.75 * 15.0 + 0.25 * 40.0, 1e-9);
}

proptest! {
    #[test]
    fn an_interval_holds_its_share_and_narrows(part in 0u64..500, more in 0u64..500) {
        prop_assume!(part + more > 0);
        let whole = part + more;
        let one = share(part, whole).expect("an interval");
        prop_assert!(one.holds(part as f64 / whole as f64));
        prop_assert!(one.low >= 0.0 && one.high <= 1.0);
        let ten = share(part * 10, whole * 10).expect("an interval");
        prop_assert!(ten.high - ten.low < one.high - one.low);
    }

    #[test]
    fn a_difference_turned_round_is_the_same(one in 0u64..50, two in 0u64..50, size in 50u64..90) {
        let there = difference(wilson(one, size), wilson(two, size));
        let back = difference(wilson(two, size), wilson(one, size));
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-12);
        prop_assert!(there.interval.holds(there.value));
    }

    #[test]
    fn ranks_hold_the_quantile(count in 40u64..3000, quantile in 0.2f64..0.8) {
        let (low, high) = quantile_ranks(count, quantile).expect("ranks");
        let middle = count as f64 * quantile;
        prop_assert!(low >= 1 && high <= count && (low as f64) <= middle + 1.0 && (high as f64) >= middle);
    }

    #[test]
    fn moments_do_not_depend_on_how_values_are_counted(values in prop::collection::vec((0u32..1000, 1u64..5), 1..40)) {
        let counted = Moments::of(values.iter().map(|(value, times)| (f64::from(*value), *times))).expect("values");
        let single: Vec<f64> = values.iter().flat_map(|(value, times)| (0..*times).map(|_| f64::from(*value))).collect();
        let mean = single.iter().sum::<f64>() / single.len() as f64;
        prop_assert_eq!(counted.count, single.len() as u64);
        prop_assert!((counted.mean - mean).abs() < 1e-6);
        if single.len() > 1 {
            let squares: f64 = single.iter().map(|value| (value - mean).powi(2)).sum();
            prop_assert!((counted.variance - squares / (single.len() - 1) as f64).abs() < 1e-3);
        }
    }

    #[test]
    fn the_rank_sum_is_the_count_of_pairs(
        first in prop::collection::vec(0u32..20, 1..30), second in prop::collection::vec(0u32..20, 1..30),
    ) {
        let sorted = |values: &[u32]| {
            let mut values = values.to_vec();
            values.sort_unstable();
            values.into_iter().map(|value| (f64::from(value), 1)).collect::<Vec<_>>()
        };
        let found = rank_sum(&sorted(&first), &sorted(&second)).expect("a test");
        let pairs: i64 = second.iter().flat_map(|two| first.iter().map(|one| i64::from(one.cmp(two) as i8))).sum();
        let expected = match pairs { 0 => Compared::Same, less if less < 0 => Compared::Greater, _ => Compared::Smaller };
        prop_assert_eq!(found.compared, expected);
    }

    #[test]
    fn a_chart_moves_with_its_values(values in prop::collection::vec(0.0f64..100.0, 6..30), by in -50.0f64..50.0) {
        let one = chart(&values, values.len(), Place::Anywhere).expect("a chart");
        let moved: Vec<f64> = values.iter().map(|value| value + by).collect();
        let two = chart(&moved, moved.len(), Place::Anywhere).expect("a chart");
        prop_assert!((two.mean - one.mean - by).abs() < 1e-6 && (two.upper - one.upper - by).abs() < 1e-6);
        prop_assert!(one.lower <= one.mean && one.mean <= one.upper);
    }

    #[test]
    fn equal_weights_of_one_kind_change_nothing(part in 1u64..99) {
        let found = standardise(&[Stratum::of_share(7.0, part, 100)]).expect("a figure");
        prop_assert!((found.estimate.value - part as f64 / 100.0).abs() < 1e-12);
    }
}
