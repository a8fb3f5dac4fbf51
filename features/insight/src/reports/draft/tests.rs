use std::collections::BTreeMap;

use documents::Mark;
use jiff::civil::date;
use jiff::tz::TimeZone;
use statistics::Interval;

use super::super::model::{Language, ReportFilter};
use super::scope::{Change, Ripeness, Scope, Target, Told};
use super::why;
use crate::actions::Days;
use crate::explanations::{Cause, Explanation, Reason};
use crate::figures::Clock;
use crate::goals::{Aim, Every};
use crate::measures::{Comparison, Reading, Statistic};
use crate::metrics::{Metric, Period};

fn scope(language: Language) -> Scope {
    let period = Period { first: date(2026, 3, 1), last: date(2026, 3, 31), zone: TimeZone::UTC };
    Scope {
        language,
        clock: Clock::Calendar,
        every: Every::Month,
        before: period.previous().expect("a month"),
        period,
        filter: ReportFilter::default(),
        names: BTreeMap::from([("team_06pz3k5m8v00g".to_owned(), "Orders".to_owned())]),
        goals: Vec::new(),
        counted_until: date(2026, 4, 10),
        today: date(2026, 4, 17),
    }
}

fn told(metric: Metric, before: Option<f64>, now: Option<f64>, interval: Option<(f64, f64)>) -> Told {
    let interval = interval.map(|(low, high)| Interval { low, high });
    let read = |value| Reading { value, interval: None, count: 400, small: false };
    let statistic = super::scope::usual(metric);
    let difference = before.zip(now).map(|(before, now)| now - before);
    let comparison = Comparison { before: read(before), after: read(now), difference, interval };
    let ripeness = Ripeness::Ripe;
    Told { metric, statistic, now: read(now), before: read(before), comparison, target: None, ripeness }
}

#[test]
fn a_change_is_called_one_only_when_it_is_no_chance() {
    let small = |mut it: Told| {
        it.now.small = true;
        it.comparison.interval = None;
        it
    };
    let response = |interval| told(Metric::FirstResponse, Some(3120.0), Some(4200.0), interval);
    for (it, english, german) in [
        (
            response(Some((600.0, 1500.0))),
            "First response time (median) rose from 52 min to 1 h 10 min, which is worse (95 % interval of the difference: +10 min to +25 min).",
            "Zeit bis zur ersten Antwort (Median): von 52 min auf 1 h 10 min gestiegen, das ist schlechter (95-%-Intervall der Differenz: +10 min bis +25 min).",
        ),
        (
            response(Some((-300.0, 1500.0))),
            "First response time (median): 1 h 10 min, 52 min before; no clear change, so much happens by chance.",
            "Zeit bis zur ersten Antwort (Median): 1 h 10 min, zuvor 52 min; keine klare Veränderung, so viel macht der Zufall.",
        ),
        (
            small(response(None)),
            "First response time (median): 1 h 10 min, 52 min before; too few to say whether it changed.",
            "Zeit bis zur ersten Antwort (Median): 1 h 10 min, zuvor 52 min; zu wenige, um eine Veränderung zu erkennen.",
        ),
        (
            told(Metric::Reopened, None, Some(0.075), None),
            "Reopened: 7.5 %; there is nothing before to compare with.",
            "Wieder geöffnet: 7,5 %; zuvor gibt es nichts zum Vergleichen.",
        ),
        (
            told(Metric::OneTouch, Some(0.4), Some(0.5), Some((0.05, 0.15))),
            "One-touch rose from 40.0 % to 50.0 %, which is better (95 % interval of the difference: +5.0 points to +15.0 points).",
            "Mit einer Antwort gelöst: von 40,0 % auf 50,0 % gestiegen, das ist besser (95-%-Intervall der Differenz: +5,0 Punkte bis +15,0 Punkte).",
        ),
        (
            told(Metric::Reopened, Some(0.1), None, None),
            "Reopened: nothing to count.",
            "Wieder geöffnet: nichts zu zählen.",
        ),
    ] {
        let said = (scope(Language::En).movement(&it), scope(Language::De).movement(&it));
        assert_eq!(said, (english.to_owned(), german.to_owned()));
    }
}

#[test]
fn numbers_of_months_of_different_length_are_told_per_day() {
    let mut it = told(Metric::Created, Some(2800.0), Some(2790.0), None);
    it.comparison.before.value = Some(100.0);
    it.comparison.after.value = Some(90.0);
    it.comparison.difference = Some(-10.0);
    it.comparison.interval = Some(Interval { low: -15.0, high: -5.0 });
    let said = scope(Language::En).movement(&it);
    assert!(said.starts_with("Conversations begun fell from 2,800 (100.0 a day) to 2,790 (90.0 a day)"), "{said}");
    assert!(said.contains("difference per day: −15.0 to −5.0"), "{said}");
    assert_eq!(it.change(), Change::Moved { up: false, good: None });
}

#[test]
fn a_target_decides_about_the_mark_and_is_told() {
    let mut it = told(Metric::FirstResponse, Some(3120.0), Some(4200.0), Some((-300.0, 1500.0)));
    for (value, edge, mark, words) in [
        (4300.0, 5000.0, Mark::Good, "is met"),
        (4000.0, 5000.0, Mark::Bad, "is nearly met"),
        (4000.0, 4100.0, Mark::Bad, "is missed"),
    ] {
        it.target = Some(Target { aim: Aim::AtMost, value, edge });
        let remarks = scope(Language::En).remarks(&it).join(" ");
        assert!(remarks.starts_with("The target (at most 1 h ") && remarks.contains(words), "{remarks}");
        let card = scope(Language::En).card(&it);
        assert_eq!((card.mark, card.note.as_str()), (mark, "no clear change"));
        assert_eq!(card.link.as_deref(), Some("/insight/figures/first_response_time?from=2026-03-01&to=2026-03-31"));
    }
}

#[test]
fn what_can_still_change_is_not_judged() {
    let early = |counted_until, today| Scope { counted_until, today, ..scope(Language::En) };
    let settled = scope(Language::En);
    assert_eq!(settled.ripeness(Metric::FirstContact), Ripeness::Ripe);
    assert_eq!(settled.ripeness(Metric::ResolutionCohort), Ripeness::Unripe, "less than four weeks after");
    assert_eq!(early(date(2026, 4, 22), date(2026, 4, 29)).ripeness(Metric::ResolutionCohort), Ripeness::Ripe);
    let next_day = early(date(2026, 3, 25), date(2026, 4, 1));
    assert_eq!(next_day.ripeness(Metric::FirstContact), Ripeness::Until(date(2026, 3, 24)));
    assert_eq!(early(date(2026, 2, 25), date(2026, 3, 4)).ripeness(Metric::FirstContact), Ripeness::Unripe);
    let mut it = told(Metric::FirstContact, Some(0.8), Some(0.6), Some((-0.3, -0.1)));
    it.ripeness = Ripeness::Until(date(2026, 3, 24));
    let remarks = next_day.remarks(&it).join(" ");
    assert!(remarks.contains("is counted up to 24 March 2026"), "{remarks}");
    it.ripeness = Ripeness::Unripe;
    it.target = Some(Target { aim: Aim::AtLeast, value: 0.9, edge: 0.9 });
    assert_eq!(it.change(), Change::Unripe);
    assert!(next_day.movement(&it).contains("not judged yet") && next_day.remarks(&it).is_empty());
    let card = next_day.card(&it);
    assert_eq!((card.mark, card.note.as_str()), (Mark::Neutral, "not judged yet"));
}

#[test]
fn what_rests_on_few_is_named() {
    let mut few = told(Metric::OneTouch, Some(0.4), Some(0.5), Some((-0.2, 0.4)));
    (few.now.small, few.now.count) = (true, 12);
    let all = [few.clone(), told(Metric::Reopened, Some(0.1), Some(0.1), Some((-0.01, 0.01)))];
    let paragraphs = scope(Language::En).paragraphs(&all);
    assert_eq!(
        paragraphs,
        [
            "No clear change: One-touch 50.0 % (40.0 % before); Reopened 10.0 % (10.0 % before).",
            "Rests on fewer than 30: One-touch."
        ]
    );
    assert_eq!(scope(Language::De).card(&few).note, "keine klare Veränderung · kleine Stichprobe: 12");
}

#[test]
fn why_is_told_by_the_parts_that_did_most() {
    let it = told(Metric::FirstResponse, Some(3120.0), Some(4200.0), Some((600.0, 1500.0)));
    let days = Days { from: "2026-03-01".into(), to: "2026-03-31".into() };
    let reason = |part: &str, cause, total| Reason { by: "team".into(), part: part.into(), cause, total };
    let mut found = Explanation {
        metric: "first_response_time".into(),
        statistic: Statistic::Median,
        before: days.clone(),
        after: days,
        comparison: it.comparison,
        kind: crate::explanations::MovementKind::Signal,
        difference: Some(1080.0),
        because: vec![reason("team_06pz3k5m8v00g", Cause::Rate, 900.0), reason("", Cause::Mix, 120.0)],
        divisions: Vec::new(),
    };
    let said = why::said(&scope(Language::En), &it, &found);
    assert!(said.ends_with("Most of it comes from Orders (+15 min): its own figure changed; without (+2 min): its share of the whole changed."), "{said}");
    found.because.clear();
    assert!(why::said(&scope(Language::De), &it, &found).ends_with("Kein einzelner Teil erklärt es."));
}
