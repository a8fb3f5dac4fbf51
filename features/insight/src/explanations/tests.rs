use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{ConversationId, PersonId, TeamId, TypedId};
use testkit::{TestDb, db_test};

use super::explain::{Cause, Kind, SHOWN, Shown};
use super::{bottlenecks, explain, fair, gaps, series};
use crate::facts::SurveyKind;
use crate::facts::{Changes, Ended, Stretch, TopicId, store};
use crate::figures::{Clock, Filter, Question};
use crate::measures::Statistic;
use crate::metrics::{By, Metric, Period};
use crate::testing::{HOUR, about, fill, fill_surveys, hours, of_team, rated, solved};

fn days(first: i8, last: i8) -> Period {
    Period { first: date(2026, 1, first), last: date(2026, 1, last), zone: TimeZone::UTC }
}

fn shown(people: bool) -> Shown {
    Shown { people, segments: SHOWN }
}

fn question(metric: Metric, period: Period) -> Question {
    Question { metric, period, clock: Clock::Calendar, filter: Filter::default() }
}

/// Team 1 becomes slow in the second week; team 2 stays quick; both have the same work.
async fn two_weeks(store: &TestDb) {
    let mut all = Vec::new();
    for n in 0..70 {
        let day = n % 7;
        all.push(solved(n + 1, day, 2));
        all.push(of_team(solved(n + 1001, day, 2 + n % 3), 2));
        all.push(solved(n + 2001, day + 7, 8 + n % 2));
        all.push(of_team(solved(n + 3001, day + 7, 2 + n % 3), 2));
    }
    fill(store, all).await;
}

#[db_test(crate::testing::migrations)]
async fn what_moved_is_named_and_all_adds_up(store: TestDb) {
    two_weeks(&store).await;
    for statistic in [Statistic::Mean, Statistic::Median, Statistic::P90] {
        let asked = question(Metric::RequesterWait, days(12, 18));
        let found =
            store.read(move |tx| explain::explain(tx, &asked, statistic, &days(5, 11), shown(true), None)).await;
        let found = found.expect("an answer").expect("an explanation");
        assert_eq!(found.kind, Kind::Signal);
        let difference = found.difference.expect("a difference");
        for division in &found.divisions {
            let sum: f64 = division.segments.iter().map(|it| it.total).sum::<f64>() + division.others_total;
            assert!((sum - difference).abs() < 1e-6, "{statistic:?} {division:?}");
            assert!((division.mix + division.rate - difference).abs() < 1e-6);
        }
        let teams = &found.divisions[0];
        assert_eq!((teams.by.as_str(), teams.segments.len()), ("team", 2));
        let first = &teams.segments[0];
        assert_eq!(first.part, TeamId::from_raw(1).to_string());
        assert!(
            first.changed && first.rate > 0.9 * difference && !teams.segments[1].changed,
            "{statistic:?} {teams:?}"
        );
        let because = &found.because[0];
        assert_eq!(
            (because.by.as_str(), because.part.as_str(), because.cause),
            ("team", first.part.as_str(), Cause::Rate)
        );
    }
    let begun = question(Metric::Created, days(12, 18));
    let fewer =
        store.read(move |tx| explain::explain(tx, &begun, Statistic::Value, &days(5, 10), shown(false), None)).await;
    assert!(fewer.expect("an answer").expect("an explanation").because.iter().all(|it| it.cause == Cause::Number));
    let created = question(Metric::Created, days(12, 18));
    let same =
        store.read(move |tx| explain::explain(tx, &created, Statistic::Value, &days(5, 11), shown(false), None)).await;
    let same = same.expect("an answer").expect("an explanation");
    assert_eq!((same.kind, same.difference, same.because.len()), (Kind::TooFew, Some(0.0), 0));
    assert!(same.divisions.iter().all(|division| division.by != "agent"));
}

#[db_test(crate::testing::migrations)]
async fn who_is_worse_than_the_others_on_a_topic_beyond_chance(store: TestDb) {
    let mut all = Vec::new();
    for n in 0..200 {
        // Team 3 is opened again on topic 1; on topic 2 nobody is worse.
        let team = 1 + n % 4;
        let mut it = about(of_team(solved(n + 1, n % 14, 5), team), 1);
        it.reopened = i64::from(if team == 3 { n % 8 < 4 } else { n % 40 == 0 });
        all.push(it);
        all.push(about(of_team(solved(n + 1001, n % 14, 5 + n / 4 % 2), team), 2));
    }
    fill(&store, all).await;
    let asked = question(Metric::RequesterWait, days(5, 25));
    let found = store.read(move |tx| gaps::find(tx, &asked, &[By::Team, By::Agent])).await.expect("gaps");
    assert_eq!(found.compared, 2 * 2 * 4 * 3, "three metrics, two topics, four teams and four people");
    let reopened: Vec<_> = found
        .gaps
        .iter()
        .filter(|gap| gap.metric == "reopen_rate")
        .map(|gap| (gap.by.as_str(), gap.part.clone()))
        .collect();
    assert_eq!(reopened, [("team", TeamId::from_raw(3).to_string()), ("agent", PersonId::from_raw(3).to_string())]);
    let topic = TopicId::from_raw(1).to_string();
    assert!(found.gaps.iter().all(|gap| gap.topic == topic && gap.chance < 0.01), "{:?}", found.gaps);
}

#[db_test(crate::testing::migrations)]
async fn a_fair_comparison_turns_the_order_round(store: TestDb) {
    let mut all = Vec::new();
    for n in 0..100 {
        // Easy work takes 2 hours, hard work 20. Team 1 is quicker at both but has the hard work.
        let (easy, hard) = (if n < 20 { 1 } else { 2 }, if n < 80 { 1 } else { 2 });
        all.push(about(of_team(solved(n + 1, n % 14, 1 + easy), easy), 1));
        all.push(about(of_team(solved(n + 1001, n % 14, 18 + hard), hard), 2));
    }
    all.push(of_team(solved(5000, 1, 1), 3));
    fill(&store, all).await;
    let asked = question(Metric::RequesterWait, days(5, 25));
    let found = store
        .read(move |tx| fair::compare(tx, &asked, By::Team, &[By::Topic], None))
        .await
        .expect("an answer")
        .expect("a comparison");
    let line = |team: i64| {
        let part = TeamId::from_raw(team).to_string();
        found.lines.iter().find(|line| line.part == part).expect("a line")
    };
    let (one, two, three) = (line(1), line(2), line(3));
    assert!(one.crude.value > two.crude.value, "as they are, team 1 looks slow");
    assert!(one.adjusted < two.adjusted && one.rank == Some(1) && two.rank == Some(2));
    assert_eq!((three.rank, three.crude.small), (None, true), "one conversation puts nobody in order");
    assert_eq!(found.lines.last().map(|it| it.part.as_str()), Some(three.part.as_str()));
}

#[db_test(crate::testing::migrations)]
async fn a_fair_interval_ends_where_its_figure_does(store: TestDb) {
    let easy = (0..60).map(|n| solved(n + 1, n % 14, 1 + n % 3));
    let few = (0..2).map(|n| of_team(solved(n + 900, n, 1 + 9 * n), 3));
    fill(&store, easy.chain(few).collect()).await;
    for (metric, least, most) in
        [(Metric::FirstContact, 0.0, 1.0), (Metric::Reopened, 0.0, 1.0), (Metric::RequesterWait, 0.0, f64::INFINITY)]
    {
        let asked = question(metric, days(5, 25));
        let found = store.read(move |tx| fair::compare(tx, &asked, By::Team, &[By::Topic], None)).await;
        let found = found.expect("an answer").expect("a comparison");
        assert_eq!(found.lines.len(), 2, "{metric:?}");
        for interval in found.lines.iter().map(|line| line.interval.expect("an interval")) {
            assert!(
                least <= interval.low && interval.low < interval.high && interval.high <= most,
                "{metric:?} {interval:?}"
            );
        }
    }
    let flow = question(Metric::ResolutionFlow, days(5, 25));
    let found = store.read(move |tx| fair::compare(tx, &flow, By::Team, &[By::Topic], None)).await;
    let found = found.expect("an answer").expect("a comparison");
    assert!(found.lines.iter().all(|line| line.adjusted.is_some() && line.interval.is_none() && !line.differs));
}

#[db_test(crate::testing::migrations)]
async fn a_wait_counts_in_each_queue_for_its_time_there(store: TestDb) {
    let id = ConversationId::from_raw(1);
    let mut it = of_team(solved(1, 0, 6), 2);
    it.assigned_since = hours(11);
    let mut other = solved(2, 0, 1);
    other.assigned_since = hours(0);
    fill(&store, vec![it, other]).await;
    let mut changes = Changes::default();
    let status = |conversation, place, status: &str, from, until| Stretch {
        conversation,
        place,
        ended: Ended::Status { status: status.into(), from, until, business: HOUR },
    };
    changes.stretches.push(status(id, 1, "open", hours(9), hours(13)));
    changes.stretches.push(status(id, 2, "pending", hours(13), hours(15)));
    changes.stretches.push(status(id, 3, "solved", hours(15), hours(16)));
    changes.stretches.push(status(ConversationId::from_raw(2), 4, "new", hours(9), hours(10)));
    let assignment = Ended::Assignment {
        team: Some(TeamId::from_raw(1)),
        assignee: None,
        from: hours(9),
        until: hours(11),
        business: 0,
    };
    changes.stretches.push(Stretch { conversation: id, place: 5, ended: assignment });
    store.write(move |tx| store::save(tx, &changes)).await.expect("stretches");
    let asked = question(Metric::RequesterWait, days(5, 5));
    let found = store.read(move |tx| bottlenecks::find(tx, &asked)).await.expect("bottlenecks");
    let (one, two) = (TeamId::from_raw(1).to_string(), TeamId::from_raw(2).to_string());
    let mut waits: Vec<_> = found.waits.iter().map(|it| (it.stage.as_str(), it.team.clone(), it.total)).collect();
    waits.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let expected = [
        ("new", one.clone(), 3600.0),
        ("open", one.clone(), 7200.0),
        ("open", two.clone(), 7200.0),
        ("pending", two, 7200.0),
    ];
    assert_eq!(waits, expected, "what is solved does not wait");
    assert_eq!(
        found.hours.iter().map(|it| (it.weekday, it.hour, it.count, it.total)).collect::<Vec<_>>(),
        [(1, 9, 2, 18_000.0)]
    );
    let business = Question {
        clock: Clock::Business,
        filter: Filter { teams: vec![TeamId::from_raw(1)], ..Filter::default() },
        ..question(Metric::RequesterWait, days(5, 5))
    };
    let found = store.read(move |tx| bottlenecks::find(tx, &business)).await.expect("bottlenecks");
    let open = found.waits.iter().find(|it| it.stage == "open").expect("a wait");
    assert_eq!(
        (open.team.as_str(), open.total),
        (one.as_str(), 1800.0),
        "half of the hour in which the department worked"
    );
}

#[db_test(crate::testing::migrations)]
async fn a_chart_has_whole_weeks_only(store: TestDb) {
    fill(&store, (0..210).map(|n| solved(n + 1, n % 70, 3 + n % 2)).collect()).await;
    let asked = question(
        Metric::RequesterWait,
        Period { first: date(2026, 1, 7), last: date(2026, 3, 10), zone: TimeZone::UTC },
    );
    let found = store.read(move |tx| series::of(tx, &asked, Statistic::Mean, By::Week)).await.expect("a series");
    let first = found.points.first().map(|point| point.day);
    assert_eq!((first, found.points.len()), (Some(date(2026, 1, 12)), 8));
    let chart = found.chart(8).expect("a chart");
    assert!(chart.points.iter().all(|point| point.signals.is_empty()), "{chart:?}");
}

/// In the second week customers of team 1 are unhappy; those of team 2 are as content as before.
async fn unhappy(store: &TestDb, kind: SurveyKind, (good, bad): (i64, i64)) {
    let (mut all, first) = (Vec::new(), 10_000 * kind as i64 + 1);
    for n in 0..70 {
        let mostly = if n % 10 == 0 { bad } else { good };
        let seldom = if n % 10 < 4 { good } else { bad };
        all.push(rated(first + n, n % 7, 1, kind, mostly));
        all.push(rated(first + n + 1000, n % 7, 2, kind, mostly));
        all.push(rated(first + n + 2000, n % 7 + 7, 1, kind, seldom));
        all.push(rated(first + n + 3000, n % 7 + 7, 2, kind, mostly));
    }
    fill_surveys(store, all).await;
}

#[db_test(crate::testing::migrations)]
async fn a_fall_of_satisfaction_is_explained_and_whose_it_is_found(store: TestDb) {
    for (metric, kind, scores, fell) in [
        (Metric::Csat, SurveyKind::Csat, (5, 1), -0.25),
        (Metric::Nps, SurveyKind::Nps, (10, 0), -50.0),
        (Metric::Happiness, SurveyKind::Happiness, (3, 1), -50.0),
        (Metric::Ces, SurveyKind::Ces, (7, 1), -1.5),
    ] {
        unhappy(&store, kind, scores).await;
        let asked = question(metric, days(12, 18));
        let found =
            store.read(move |tx| explain::explain(tx, &asked, Statistic::Value, &days(5, 11), shown(true), None)).await;
        let found = found.expect("an answer").expect("an explanation");
        assert_eq!(found.kind, Kind::Signal, "{metric:?}");
        assert!((found.difference.expect("a difference") - fell).abs() < 1e-9, "{metric:?} {found:?}");
        let because = &found.because[0];
        assert_eq!((because.by.as_str(), because.cause), ("team", Cause::Rate));
        assert_eq!(because.part, TeamId::from_raw(1).to_string());
        assert!(found.divisions[0].segments[0].changed && !found.divisions[0].segments[1].changed);
        let asked = question(metric, days(12, 18));
        let fair = store
            .read(move |tx| fair::compare(tx, &asked, By::Team, &[By::Topic], None))
            .await
            .expect("an answer")
            .expect("a comparison");
        assert!(fair.lines.iter().all(|line| line.differs), "{metric:?} {fair:?}");
        let asked = question(metric, days(5, 18));
        let course = store.read(move |tx| series::of(tx, &asked, Statistic::Value, By::Day)).await.expect("a series");
        let chart = course.chart(7).expect("a chart");
        assert!(chart.points[7..].iter().any(|point| !point.signals.is_empty()), "{metric:?} {chart:?}");
    }
    let asked = question(Metric::Csat, days(12, 18));
    let found = store.read(move |tx| gaps::find(tx, &asked, &[By::Team])).await.expect("gaps");
    let rated_lower = found.gaps.iter().find(|gap| gap.metric == "csat" && gap.by == "team").expect("a gap");
    assert_eq!(rated_lower.part, TeamId::from_raw(1).to_string());
}
