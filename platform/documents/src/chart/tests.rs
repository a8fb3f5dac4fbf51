use super::scale::Scale;
use super::*;
use crate::model::Series;

fn chart(shape: Shape, unit: Unit, values: &[Option<f64>]) -> Chart {
    Chart {
        title: "Satisfaction fell".into(),
        shape,
        unit,
        labels: (1..=values.len()).map(|it| format!("W{it}")).collect(),
        series: vec![Series { name: "Berlin".into(), values: values.to_vec() }],
        target: Some(0.85),
        note: String::new(),
    }
}

fn drawn(chart: &Chart) -> Vec<Drawing> {
    draw(chart, "Target", Writing::of("en"))
}

#[test]
fn axes_have_round_numbers() {
    let minute = 60e6;
    let cases = [
        ((0.81, 0.93), Unit::Share, false, (0.80, 0.95, 0.05)),
        ((0.81, 0.93), Unit::Share, true, (0.0, 1.0, 0.2)),
        ((3.0, 4.0), Unit::Count, false, (0.0, 4.0, 1.0)),
        ((0.0, 0.0), Unit::Count, false, (0.0, 1.0, 1.0)),
        ((-20.0, 35.0), Unit::Number, true, (-20.0, 40.0, 20.0)),
        ((20.0 * minute, 200.0 * minute), Unit::Duration, false, (0.0, 240.0 * minute, 60.0 * minute)),
    ];
    for (range, unit, from_zero, (low, high, step)) in cases {
        let scale = Scale::around(range, unit, from_zero);
        for (is, should) in [(scale.low, low), (scale.high, high), (scale.step, step)] {
            assert!((is - should).abs() < 1e-6 * step, "{range:?} {scale:?}");
        }
    }
}

#[test]
fn a_missing_value_is_a_gap_and_no_zero() {
    let values = [Some(0.9), Some(0.8), None, Some(0.85), None, Some(0.7), Some(0.75)];
    let items = &drawn(&chart(Shape::Line, Unit::Share, &values))[0].items;
    let paths: Vec<usize> = items
        .iter()
        .filter_map(|it| match it {
            Item::Path { points, .. } => Some(points.len()),
            _ => None,
        })
        .collect();
    assert_eq!(paths, [2, 2]);
    assert_eq!(items.iter().filter(|it| matches!(it, Item::Dot { .. })).count(), 2);
    let bars = &drawn(&chart(Shape::Bars, Unit::Share, &values))[0].items;
    assert_eq!(bars.iter().filter(|it| matches!(it, Item::Bar { .. })).count(), 5);
    assert!(drawn(&chart(Shape::Line, Unit::Share, &[None, Some(f64::NAN)])).is_empty());
}

#[test]
fn bars_are_as_high_as_their_values_from_zero() {
    let drawing = &drawn(&chart(Shape::Bars, Unit::Share, &[Some(0.8), Some(0.4)]))[0];
    let heights: Vec<f64> = drawing
        .items
        .iter()
        .filter_map(|it| match it {
            Item::Bar { size, .. } => Some(size[1]),
            _ => None,
        })
        .collect();
    assert!((heights[0] / heights[1] - 2.0).abs() < 1e-9, "{heights:?}");
}

#[test]
fn names_at_the_ends_of_lines_do_not_cover_each_other() {
    let mut one = chart(Shape::Line, Unit::Share, &[Some(0.9), Some(0.85)]);
    one.series = (0..8).map(|it| Series { name: format!("Team {it}"), values: vec![Some(0.9), Some(0.85)] }).collect();
    let drawing = &drawn(&one)[0];
    let mut ends: Vec<f64> = drawing
        .items
        .iter()
        .filter_map(|it| match it {
            Item::Words { at, anchor: Anchor::Start, .. } => Some(at[1]),
            _ => None,
        })
        .collect();
    assert_eq!(ends.len(), 9);
    ends.sort_by(f64::total_cmp);
    assert!(ends.windows(2).all(|pair| pair[1] - pair[0] > 9.0), "{ends:?}");
    assert!(ends[0] > 0.0 && ends[8] < drawing.height, "{ends:?}");
}

#[test]
fn everything_stands_within_the_drawing() {
    let long: Vec<Option<f64>> = (0..75).map(|it| Some(f64::from(it) * 1e7 - 3e7)).collect();
    for shape in [Shape::Line, Shape::Bars, Shape::Lying] {
        let drawings = drawn(&Chart { target: None, ..chart(shape, Unit::Duration, &long) });
        assert_eq!(drawings.len(), if shape == Shape::Lying { 3 } else { 1 });
        for drawing in drawings {
            for item in &drawing.items {
                let places = match item {
                    Item::Rule { from, to, .. } => vec![*from, *to],
                    Item::Path { points, .. } => points.clone(),
                    Item::Dot { at, .. } | Item::Words { at, .. } => vec![*at],
                    Item::Bar { at, size, .. } => vec![*at, [at[0] + size[0], at[1] + size[1]]],
                };
                let inside = |it: &[f64; 2]| (0.0..=WIDTH).contains(&it[0]) && (0.0..=drawing.height).contains(&it[1]);
                assert!(places.iter().all(inside), "{item:?}");
            }
        }
    }
}
