use std::time::Duration;

use jiff::tz::TimeZone;
use kernel::{Actor, ConversationId, TeamId, Timestamp, TypedId};
use proptest::prelude::*;
use testkit::{MONDAY_MORNING, TestDb, agent_of, db_test, person_with};

use super::model::{Figure, Tally, share};
use super::queries::{By, Question, results};
use crate::answers::commands::{Submission, exclude, give};
use crate::permissions::{ANSWER_EXCLUDE, ANSWER_SEE};
use crate::programmes::model::{Kind, ProgrammeId};
use crate::surveys::model::About;
use crate::surveys::store as surveys;
use crate::testing::{about, contact, feedback, plan, programme, reach, schema, work};

fn close(figure: Option<Figure>, value: f64, low: f64, high: f64) {
    let figure = figure.expect("a figure");
    for (have, want) in [(figure.value, value), (figure.low, low), (figure.high, high)] {
        assert!((have - want).abs() < 5e-4, "{figure:?} is not {value} ({low} to {high})");
    }
}

#[test]
fn shares_have_wilsons_interval() {
    // Published values: Newcombe 1998, table I, method 3.
    close(share(81, 263), 0.3080, 0.2553, 0.3662);
    close(share(15, 148), 0.1014, 0.0624, 0.1605);
    close(share(0, 20), 0.0, 0.0, 0.1611);
    close(share(1, 29), 0.0345, 0.0061, 0.1718);
    close(share(29, 29), 1.0, 0.8830, 1.0);
    assert_eq!(share(0, 0), None);
}

fn tally(scores: &[(i64, i64)]) -> Tally {
    Tally { scores: scores.iter().copied().collect(), ..Tally::default() }
}

#[test]
fn figures_are_as_the_metrics_define_them() {
    // CSAT: 4 and 5 of all.
    let csat = tally(&[(1, 2), (2, 3), (3, 5), (4, 15), (5, 25)]).outcome(Kind::Csat);
    close(csat.figure, 0.8, 0.6696, 0.8876);
    assert_eq!((csat.answers, csat.is_few, csat.scores.len()), (50, false, 5));
    // NPS: 50 promoters, 20 passives, 30 detractors: 20; Rocks adds ¾, 1½ and ¾ to them for the interval.
    close(tally(&[(10, 30), (9, 20), (8, 20), (6, 10), (0, 20)]).outcome(Kind::Nps).figure, 20.0, 2.6531, 36.1819);
    // Happiness: 6 great, 2 okay, 2 not good: 40.
    close(tally(&[(3, 6), (2, 2), (1, 2)]).outcome(Kind::Happiness).figure, 40.0, -12.5856, 74.1240);
    // CES: the mean of 1 to 7, give or take Student's 3.1824 standard errors of 0.9574; and the share of 5 and more.
    let ces = tally(&[(7, 2), (5, 1), (3, 1)]).outcome(Kind::Ces);
    close(ces.figure, 5.5, 2.4530, 7.0);
    close(ces.share_easy, 0.75, 0.3006, 0.9544);
    assert!(ces.is_few);
    assert_eq!(tally(&[]).outcome(Kind::Nps).figure, None);
    close(tally(&[(10, 1)]).outcome(Kind::Nps).figure, 100.0, -48.4986, 100.0);
}

proptest! {
    #[test]
    fn an_interval_holds_its_figure_and_stays_on_the_scale(part in 0..500i64, rest in 0..500i64) {
        if let Some(figure) = share(part, part + rest) {
            prop_assert!(0.0 <= figure.low && figure.low <= figure.value && figure.value <= figure.high && figure.high <= 1.0);
        }
    }
}

/// A conversation of a team is solved, asked about and answered.
async fn rated(store: &TestDb, asking: ProgrammeId, number: i64, team: i64, score: Option<i64>) {
    let office = feedback(store);
    contact(store, number, "ann@x.example", "en").await;
    reach(&office, About { team: Some(TeamId::from_raw(team)), ..about(number, number) }, "solved").await;
    store.clock.advance(Duration::from_hours(1));
    work(&office).await;
    let Some(score) = score else { return };
    let id = store
        .read(move |tx| surveys::of(tx, asking, ConversationId::from_raw(number)))
        .await
        .expect("read")
        .expect("one")
        .id;
    let given = Submission { score: Some(score), ..Submission::default() };
    let answer = store.write(move |tx| give(tx, &office, id, &given)).await.expect("given");
    if score == 1 {
        let lead = person_with(1, "Lea", &[ANSWER_SEE, ANSWER_EXCLUDE]);
        store.write(move |tx| exclude(tx, &lead, answer.id, "rated the carrier")).await.expect("left out");
    }
}

#[db_test(schema)]
async fn results_are_divided_and_cut_to_what_one_sees(store: TestDb) {
    let asking = programme(&store, Kind::Csat, plan()).await.id;
    let rows = [(1, 5, Some(5)), (2, 5, Some(2)), (3, 5, None), (4, 6, Some(4)), (5, 6, Some(1))];
    for (number, team, score) in rows {
        rated(&store, asking, number, team, score).await;
    }
    store.clock.advance(Duration::from_hours(24 * 7));
    rated(&store, asking, 6, 6, Some(3)).await;
    let question = move |by| Question {
        programme: asking,
        from: Timestamp::NEVER,
        to: MONDAY_MORNING.plus(Duration::from_hours(24 * 30)),
        by,
        zone: TimeZone::UTC,
    };
    let read = |actor: Actor, by: Option<By>| store.read(move |tx| results(tx, &actor, &question(by)));
    let everything = person_with(1, "Mia", &[ANSWER_SEE]);
    let (kind, all, parts) = read(everything.clone(), None).await.expect("results");
    let outcome = all.outcome(kind);
    assert_eq!((outcome.answers, outcome.excluded, outcome.sent, outcome.answered), (4, 1, 6, 5));
    close(outcome.figure, 0.5, 0.15, 0.85);
    assert!(parts.is_empty());
    let (_, _, teams) = read(everything.clone(), Some(By::Team)).await.expect("results");
    let answers: Vec<(String, i64)> =
        teams.iter().map(|(team, tally)| (team.clone(), tally.outcome(kind).answers)).collect();
    assert_eq!(answers, [(TeamId::from_raw(5).to_string(), 2), (TeamId::from_raw(6).to_string(), 2)]);
    let (_, _, weeks) = read(everything.clone(), Some(By::Week)).await.expect("results");
    assert_eq!(weeks.iter().map(|(week, _)| week.as_str()).collect::<Vec<_>>(), ["2026-03-02", "2026-03-09"]);
    let (_, _, channels) = read(everything, Some(By::Channel)).await.expect("results");
    assert_eq!(channels[0].0, "mail");
    let (_, own, _) = read(agent_of(9, "Ann", &[ANSWER_SEE], &[TeamId::from_raw(5)]), None).await.expect("results");
    assert_eq!((own.outcome(kind).answers, own.sent), (2, 3));
}
