//! Why a figure moved: what each segment contributed, exactly. Pure.
//!
//! E. M. Kitagawa, "Components of a difference between two rates", JASA 50 (1955), 1168–1194: a figure is the weighted mean of
//! its segments' figures, so its movement is the sum over segments of what the changed weight did (mix) and what the changed
//! figure did (rate). Weights and figures of both periods are averaged, so no order of events is made up, and a segment's weight
//! is judged against the whole's figure, because it grows at the cost of all others. What is left over is nothing.

/// A segment in one period: the sum of what is measured, and over how many.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Amount {
    /// The part of a share, the sum of durations, or a number of conversations.
    pub total: f64,
    /// The whole of a share, or the number of durations.
    pub weight: f64,
}

/// A segment in both periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// What it is: an id or a word.
    pub key: String,
    /// In the earlier period.
    pub before: Amount,
    /// In the later period.
    pub after: Amount,
}

/// What a segment contributed to the movement of a figure, in the unit of the figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The segment.
    pub key: String,
    /// Because it became more or less of the whole.
    pub mix: f64,
    /// Because its own figure changed.
    pub rate: f64,
    /// The segment itself.
    pub segment: Segment,
}

impl Contribution {
    /// All that it contributed.
    pub fn total(&self) -> f64 {
        self.mix + self.rate
    }
}

/// The movement of a figure, and what made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// The figure before.
    pub before: f64,
    /// The figure after.
    pub after: f64,
    /// By segment, the greatest first. They add up to the difference.
    pub contributions: Vec<Contribution>,
}

impl Amount {
    fn figure(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.total / self.weight)
    }
}

fn together(amounts: impl Iterator<Item = Amount>) -> Amount {
    amounts
        .fold(Amount::default(), |sum, next| Amount { total: sum.total + next.total, weight: sum.weight + next.weight })
}

/// Explains a share or a mean; none when one of the periods has nothing.
pub fn of_ratio(segments: Vec<Segment>) -> Option<Movement> {
    let (all_before, all_after) =
        (together(segments.iter().map(|it| it.before)), together(segments.iter().map(|it| it.after)));
    let (before, after) = (all_before.figure()?, all_after.figure()?);
    let middle = f64::midpoint(before, after);
    let explain = |segment: Segment| {
        let (was, is) = (segment.before.weight / all_before.weight, segment.after.weight / all_after.weight);
        // What it gave to the whole's figure; its weight may be nothing where part and whole are different conversations.
        let (gave, gives) = (segment.before.total / all_before.weight, segment.after.total / all_after.weight);
        let rate = match (segment.before.figure(), segment.after.figure()) {
            (Some(before), Some(after)) => (after - before) * f64::midpoint(was, is),
            _ => 0.0,
        };
        let mix = gives - gave - rate - (is - was) * middle;
        Contribution { key: segment.key.clone(), mix, rate, segment }
    };
    Some(Movement { before, after, contributions: sorted(segments.into_iter().map(explain).collect()) })
}

/// Explains a number of conversations: each segment contributed what it has more or less.
pub fn of_count(segments: Vec<Segment>) -> Movement {
    let before = segments.iter().map(|it| it.before.total).sum();
    let after = segments.iter().map(|it| it.after.total).sum();
    let explain = |segment: Segment| Contribution {
        key: segment.key.clone(),
        mix: segment.after.total - segment.before.total,
        rate: 0.0,
        segment,
    };
    Movement { before, after, contributions: sorted(segments.into_iter().map(explain).collect()) }
}

/// Explains a median or another quantile. `above` holds, as a share, how much of each segment lies above the quantile of the
/// earlier period, which for the whole was a known share by definition; what moves a quantile is what comes to lie beyond it
/// (S. Firpo, N. Fortin and T. Lemieux, "Unconditional quantile regressions", Econometrica 77 (2009), 953–973). That share is
/// explained exactly, and the movement of the quantile is divided in the same proportions.
pub fn of_quantile(before: f64, after: f64, above: Vec<Segment>) -> Option<Movement> {
    let share = of_ratio(above)?;
    let moved = share.after - share.before;
    let scale = if moved.abs() < f64::EPSILON { 0.0 } else { (after - before) / moved };
    let contributions = share
        .contributions
        .into_iter()
        .map(|it| Contribution { mix: it.mix * scale, rate: it.rate * scale, ..it })
        .collect();
    Some(Movement { before, after, contributions })
}

fn sorted(mut contributions: Vec<Contribution>) -> Vec<Contribution> {
    contributions
        .sort_by(|one, two| two.total().abs().total_cmp(&one.total().abs()).then_with(|| one.key.cmp(&two.key)));
    contributions
}

#[cfg(test)]
mod decompose_tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(key: &str, before: (f64, f64), after: (f64, f64)) -> Segment {
        let amount = |(total, weight)| Amount { total, weight };
        Segment { key: key.into(), before: amount(before), after: amount(after) }
    }

    #[test]
    fn a_share_can_fall_though_no_segment_does_worse() {
        // Simpson's paradox: mail 90 %, chat 50 %, both as before; only there is much more chat.
        let found =
            of_ratio(vec![segment("mail", (81.0, 90.0), (45.0, 50.0)), segment("chat", (5.0, 10.0), (25.0, 50.0))])
                .expect("a movement");
        assert!((found.before - 0.86).abs() < 1e-12 && (found.after - 0.70).abs() < 1e-12);
        assert!(found.contributions.iter().all(|it| it.rate.abs() < 1e-12), "nobody did worse");
        assert!((found.contributions.iter().map(|it| it.mix).sum::<f64>() + 0.16).abs() < 1e-12);
        assert_eq!(found.contributions[0].key, "chat", "what became more comes first: it lies further from the whole");
    }

    #[test]
    fn what_did_worse_is_told_from_what_became_more() {
        let found =
            of_ratio(vec![segment("a", (80.0, 100.0), (60.0, 100.0)), segment("b", (80.0, 100.0), (80.0, 100.0))])
                .expect("a movement");
        assert_eq!(found.contributions[0].key, "a");
        assert!((found.contributions[0].rate + 0.10).abs() < 1e-12 && found.contributions[0].mix.abs() < 1e-12);
        assert!(found.contributions[1].total().abs() < 1e-12);
    }

    #[test]
    fn what_came_new_is_mix_and_numbers_add_up() {
        let found =
            of_ratio(vec![segment("old", (50.0, 100.0), (50.0, 100.0)), segment("new", (0.0, 0.0), (0.0, 100.0))]);
        let found = found.expect("a movement");
        assert!(found.contributions.iter().all(|it| it.rate == 0.0));
        assert!((found.contributions.iter().map(Contribution::total).sum::<f64>() + 0.25).abs() < 1e-12);
        assert!(of_ratio(vec![segment("a", (0.0, 0.0), (1.0, 2.0))]).is_none());
        let count = of_count(vec![segment("a", (5.0, 5.0), (9.0, 9.0)), segment("b", (5.0, 5.0), (3.0, 3.0))]);
        assert_eq!((count.before, count.after), (10.0, 12.0));
        assert_eq!(count.contributions.iter().map(Contribution::total).collect::<Vec<_>>(), [4.0, -2.0]);
    }

    #[test]
    fn a_median_is_divided_as_what_lies_above_it() {
        let found = of_quantile(
            60.0,
            90.0,
            vec![segment("slow", (25.0, 50.0), (40.0, 50.0)), segment("same", (25.0, 50.0), (25.0, 50.0))],
        )
        .expect("a movement");
        assert_eq!(found.contributions[0].key, "slow");
        assert!((found.contributions[0].rate - 30.0).abs() < 1e-9);
        assert!((found.contributions.iter().map(Contribution::total).sum::<f64>() - 30.0).abs() < 1e-9);
    }

    prop_compose! {
        fn amount()(weight in 0u32..200)(part in 0..=weight, weight in Just(weight)) -> (f64, f64) {
            (f64::from(part), f64::from(weight))
        }
    }

    proptest! {
        #[test]
        fn contributions_add_up_to_the_difference(pairs in prop::collection::vec((amount(), amount()), 1..12)) {
            let segments: Vec<Segment> =
                pairs.iter().enumerate().map(|(at, (before, after))| segment(&at.to_string(), *before, *after)).collect();
            if let Some(found) = of_ratio(segments.clone()) {
                let sum: f64 = found.contributions.iter().map(Contribution::total).sum();
                prop_assert!((sum - (found.after - found.before)).abs() < 1e-9);
                let sizes: Vec<f64> = found.contributions.iter().map(|it| it.total().abs()).collect();
                prop_assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]));
            }
            let count = of_count(segments);
            let sum: f64 = count.contributions.iter().map(Contribution::total).sum();
            prop_assert!((sum - (count.after - count.before)).abs() < 1e-9);
        }
    }
}
