//! Each definition by hand-made conversations whose figures can be counted on fingers.

use std::collections::HashSet;

use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{ContactId, ConversationId, PersonId, TeamId, Timestamp, TypedId};

use super::{By, Facts, Figure, Line, Metric, Period, Reply, compute, samples};
use crate::facts::{Business, Conversation, ProgrammeId, Survey, SurveyId, SurveyKind};
use crate::figures::Clock;

const HOUR: i64 = 3_600_000_000;

/// Hours after the beginning of the period; the period has fourteen days.
fn at(hours: i64) -> Timestamp {
    Timestamp::from_micros(1_772_409_600_000_000 + hours * HOUR)
}

fn period() -> Period {
    Period { first: date(2026, 3, 2), last: date(2026, 3, 15), zone: TimeZone::UTC }
}

fn conversation(number: i64, created: i64) -> Conversation {
    Conversation {
        id: ConversationId::from_raw(number),
        number,
        channel: "mail".into(),
        mailbox: None,
        contact: ContactId::from_raw(number),
        team: Some(TeamId::from_raw(1)),
        assignee: Some(PersonId::from_raw(1)),
        topic: None,
        priority: "normal".into(),
        by_agent: false,
        automatic: false,
        status: "open".into(),
        status_since: at(created),
        assigned_since: at(created),
        created_at: at(created),
        first_customer_at: at(created),
        first_reply_at: Timestamp::NEVER,
        first_reply_by: None,
        first_solved_at: Timestamp::NEVER,
        solved_at: Timestamp::NEVER,
        customer_messages: 1,
        replies: 0,
        reopened: 0,
        transfers: 0,
        handoffs: 0,
        requester_wait: 0,
        agent_wait: 0,
        hold_wait: 0,
        business: Business::default(),
    }
}

fn solved(number: i64, created: i64, first: i64, last: i64) -> Conversation {
    Conversation {
        status: "solved".into(),
        first_solved_at: at(first),
        solved_at: at(last),
        ..conversation(number, created)
    }
}

/// 1: begun before the period, solved in it with one reply. 2: solved twice, opened again between, in other hands meanwhile.
/// 3: solved, and the customer came again. 4: still open, answered late. 5: begun by one of us, answered by them. 6: solved an
/// hour before the end, too young for the window.
fn facts() -> Facts {
    let one = Conversation {
        replies: 1,
        requester_wait: 2 * HOUR,
        first_reply_at: at(1),
        first_reply_by: Some(PersonId::from_raw(2)),
        ..solved(1, -3, 1, 1)
    };
    let two = Conversation {
        replies: 3,
        reopened: 1,
        transfers: 2,
        agent_wait: 5 * HOUR,
        hold_wait: HOUR,
        team: Some(TeamId::from_raw(2)),
        ..solved(2, 1, 11, 31)
    };
    let three = Conversation { replies: 1, ..solved(3, 20, 22, 24) };
    let four =
        Conversation { first_reply_at: at(190), first_reply_by: Some(PersonId::from_raw(1)), ..conversation(4, 90) };
    let five =
        Conversation { by_agent: true, first_customer_at: at(100), first_reply_at: at(101), ..conversation(5, 99) };
    let six = Conversation { replies: 2, ..solved(6, 330, 334, 335) };
    let reply = |conversation, person, hours, since: Option<i64>| Reply {
        conversation: ConversationId::from_raw(conversation),
        person: Some(PersonId::from_raw(person)),
        at: at(hours),
        since: since.map_or(Timestamp::NEVER, at),
        business: 0,
    };
    Facts {
        conversations: vec![one, two, three, four, five, six],
        replies: vec![
            reply(1, 2, 1, Some(-3)),
            reply(2, 1, 11, Some(1)),
            reply(2, 1, 12, None),
            reply(4, 1, 190, Some(90)),
        ],
        surveys: surveys(),
        came_again: HashSet::from([ConversationId::from_raw(3)]),
        counted_until: at(216),
        clock: Clock::Calendar,
    }
}

/// Of each kind every score once; of each kind one more, at the edge of what is good, that was left out; one without an answer and
/// one answered before the period, both sent in it or before it.
fn surveys() -> Vec<Survey> {
    let one = |number: i64, kind, score, given: i64| Survey {
        id: SurveyId::from_raw(number),
        programme: ProgrammeId::from_raw(1),
        kind,
        conversation: ConversationId::from_raw(1),
        contact: ContactId::from_raw(1),
        team: Some(TeamId::from_raw(2)),
        assignee: Some(PersonId::from_raw(2)),
        topic: None,
        mailbox: None,
        channel: "mail".into(),
        priority: "normal".into(),
        sent_at: at(given - 1),
        given_at: at(given),
        changed_at: Timestamp::NEVER,
        score,
        has_comment: false,
        excluded: false,
    };
    let scales = [
        (SurveyKind::Csat, 1..=5),
        (SurveyKind::Happiness, 1..=3),
        (SurveyKind::Nps, 0..=10),
        (SurveyKind::Ces, 1..=7),
    ];
    let mut all = Vec::new();
    for (kind, scale) in scales {
        for score in scale.clone() {
            all.push(one(all.len() as i64 + 1, kind, score, 40 + score));
        }
        all.push(Survey { excluded: true, ..one(all.len() as i64 + 1, kind, *scale.end(), 60) });
    }
    all.push(Survey { given_at: Timestamp::NEVER, score: 0, ..one(31, SurveyKind::Csat, 0, 70) });
    all.push(one(32, SurveyKind::Csat, 5, -2));
    all
}

fn figure(metric: Metric) -> Figure {
    let lines = compute(metric, &facts(), &period(), period().instants().unwrap(), None);
    assert_eq!(lines.len(), 1);
    lines[0].figure
}

/// Count, mean, median and 90th percentile in hours.
fn hours(metric: Metric) -> (u64, f64, f64, f64) {
    match figure(metric) {
        Figure::Durations { count, spread: Some(spread) } => {
            let hours = |micros: f64| (micros / HOUR as f64 * 1000.0).round() / 1000.0;
            (count, hours(spread.mean), hours(spread.median), hours(spread.p90))
        }
        other => panic!("{metric:?} is {other:?}"),
    }
}

#[test]
fn every_definition_counts_what_it_says() {
    let share = |part, whole| Figure::Share { part, whole };
    assert_eq!(figure(Metric::Created), Figure::Count(5));
    assert_eq!(figure(Metric::Solved), Figure::Count(4));
    assert_eq!(figure(Metric::Replies), Figure::Count(4));
    assert_eq!(hours(Metric::FirstResponse), (2, 52.0, 52.0, 90.4));
    assert_eq!(hours(Metric::NextResponse), (3, 38.0, 10.0, 82.0));
    assert_eq!(hours(Metric::RequesterWait), (4, 0.5, 0.0, 1.4));
    assert_eq!(hours(Metric::AgentWait), (4, 1.25, 0.0, 3.5));
    assert_eq!(hours(Metric::HoldWait), (4, 0.25, 0.0, 0.7));
    assert_eq!(hours(Metric::FirstResolution), (4, 5.0, 4.0, 8.2));
    assert_eq!(hours(Metric::FullResolution), (4, 10.75, 4.5, 22.5));
    assert_eq!(figure(Metric::ResolutionFlow), share(4, 5));
    assert_eq!(figure(Metric::ResolutionCohort), share(3, 5));
    assert_eq!(figure(Metric::OneTouch), share(2, 4));
    assert_eq!(figure(Metric::FirstContact), share(1, 3));
    assert_eq!(figure(Metric::Reopened), share(1, 4));
    assert_eq!(figure(Metric::Transferred), share(1, 4));
}

#[test]
fn every_definition_says_when_it_counts_whose_it_is_and_from_when_it_took() {
    let person = |number| Some(PersonId::from_raw(number));
    let it = Conversation {
        created_at: at(1),
        first_customer_at: at(2),
        first_reply_at: at(3),
        first_reply_by: person(7),
        first_solved_at: at(4),
        solved_at: at(5),
        assignee: person(8),
        requester_wait: 5 * HOUR,
        agent_wait: 6 * HOUR,
        hold_wait: 7 * HOUR,
        ..crate::testing::solved(1, 0, 1)
    };
    let reply = Reply { conversation: it.id, person: person(9), at: at(6), since: at(2), business: 0 };
    let mut told = Vec::new();
    samples::each(&it, &[reply], false, &mut |sample| {
        told.push((sample.metric, sample.at, sample.person, sample.took));
    });
    let mut flow = [at(1), at(5)].into_iter();
    for (metric, when, whose, took) in &told {
        let (day, owner) = match metric {
            Metric::Created | Metric::ResolutionCohort => (at(1), person(8)),
            Metric::ResolutionFlow => (flow.next().expect("begun and solved"), person(8)),
            Metric::FirstResponse => (at(3), person(7)),
            Metric::Replies | Metric::NextResponse => (at(6), person(9)),
            _ => (at(5), person(8)),
        };
        assert_eq!((*when, *whose), (day, owner), "{metric:?}");
        // From the customer's word to an answer, from creation to what ended it.
        let hours = match metric {
            Metric::FirstResponse => Some(1),
            Metric::NextResponse | Metric::FullResolution => Some(4),
            Metric::FirstResolution => Some(3),
            Metric::RequesterWait => Some(5),
            Metric::AgentWait => Some(6),
            Metric::HoldWait => Some(7),
            _ => None,
        };
        assert_eq!(took.map(|took| took.calendar), hours.map(|hours| hours * HOUR), "{metric:?}");
    }
    // All that are not of surveys or of imported series, the flow twice.
    let others = Metric::ALL.iter().filter(|metric| !metric.is_of_surveys() && metric.counts().is_none());
    assert_eq!(told.len(), others.count() + 1);
}

#[test]
fn every_rating_counts_as_its_scale_says() {
    let share = |part, whole| Figure::Share { part, whole };
    assert_eq!(figure(Metric::Csat), share(2, 5));
    assert_eq!(figure(Metric::Nps), Figure::Points { good: 2, bad: 7, whole: 11 });
    assert_eq!(figure(Metric::Nps).points(), Some(-500.0 / 11.0));
    assert_eq!(figure(Metric::Ces), Figure::Score { count: 7, mean: Some(4.0) });
    assert_eq!(figure(Metric::CesEasy), share(3, 7));
    assert_eq!(figure(Metric::Happiness), Figure::Points { good: 1, bad: 1, whole: 3 });
    // Thirty were answered and one was not; the one of before the period was sent before it.
    assert_eq!(figure(Metric::ResponseRate), share(30, 31));
    let left_out = |metric| compute(metric, &facts(), &period(), period().instants().unwrap(), None)[0].excluded;
    assert_eq!([Metric::Csat, Metric::Nps, Metric::Ces, Metric::ResponseRate].map(left_out), [1, 1, 1, 0]);
    let parts = compute(Metric::Csat, &facts(), &period(), period().instants().unwrap(), Some(By::Team));
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].part, TeamId::from_raw(2).to_string());
}

#[test]
fn parts_are_divided_by_whose_they_are_and_when_they_happened() {
    let parts = |metric, by| compute(metric, &facts(), &period(), period().instants().unwrap(), Some(by));
    let named = |lines: Vec<Line>| lines.into_iter().map(|line| (line.part, line.figure)).collect::<Vec<_>>();
    let team = |number| TeamId::from_raw(number).to_string();
    assert_eq!(named(parts(Metric::Solved, By::Team)), [(team(1), Figure::Count(3)), (team(2), Figure::Count(1))]);
    let person = |number| PersonId::from_raw(number).to_string();
    assert_eq!(
        named(parts(Metric::Replies, By::Agent)),
        [(person(1), Figure::Count(3)), (person(2), Figure::Count(1))]
    );
    let weeks = named(parts(Metric::Created, By::Week));
    assert_eq!(weeks, [("2026-03-02".to_owned(), Figure::Count(4)), ("2026-03-09".to_owned(), Figure::Count(1))]);
    assert_eq!(named(parts(Metric::Created, By::Month)), [("2026-03-01".to_owned(), Figure::Count(5))]);
}

#[test]
fn a_day_begins_at_midnight_of_the_zone() {
    let zone = TimeZone::get("America/Sao_Paulo").unwrap();
    let there = Period { zone, ..period() };
    let (from, _) = there.instants().unwrap();
    assert_eq!(from, at(3));
    let lines = compute(Metric::Created, &facts(), &there, there.instants().unwrap(), Some(By::Day));
    assert_eq!(lines[0].part, "2026-03-02");
}

#[test]
fn nothing_has_no_spread() {
    let lines = compute(Metric::FirstResponse, &Facts::default(), &period(), period().instants().unwrap(), None);
    assert_eq!(lines[0].figure, Figure::Durations { count: 0, spread: None });
}

#[test]
fn names_are_their_own() {
    for metric in Metric::ALL {
        assert_eq!(Metric::named(metric.definition().code), Some(*metric));
    }
}

#[test]
fn every_duration_is_counted_in_business_time_too() {
    let mut facts = Facts { clock: Clock::Business, ..facts() };
    for it in &mut facts.conversations {
        let hours = it.number * HOUR;
        it.business = Business {
            first_response: hours,
            first_resolution: 10 * hours,
            full_resolution: 20 * hours,
            requester_wait: 30 * hours,
            agent_wait: 40 * hours,
            hold_wait: 50 * hours,
        };
    }
    for (reply, hours) in facts.replies.iter_mut().zip([1, 2, 3, 9]) {
        reply.business = hours * HOUR;
    }
    let mean = |metric| match compute(metric, &facts, &period(), period().instants().unwrap(), None)[0].figure {
        Figure::Durations { count, spread } => (count, spread.map_or(0.0, |spread| spread.mean / HOUR as f64)),
        other => panic!("{other:?} is no duration"),
    };
    // First replies came to 1 and 4; 1, 2, 3 and 6 were solved; three replies ended a wait.
    assert_eq!(mean(Metric::FirstResponse), (2, 2.5));
    assert_eq!(mean(Metric::NextResponse), (3, 4.0));
    assert_eq!(mean(Metric::FirstResolution), (4, 30.0));
    assert_eq!(mean(Metric::FullResolution), (4, 60.0));
    assert_eq!(mean(Metric::RequesterWait), (4, 90.0));
    assert_eq!(mean(Metric::AgentWait), (4, 120.0));
    assert_eq!(mean(Metric::HoldWait), (4, 150.0));
}
