//! Questions asked of facts in a store.

use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{ContactId, ConversationId, MessageId, PageRequest, PersonId, TeamId, Timestamp, TypedId};
use testkit::{TestDb, db_test};

use super::*;
use crate::facts::{Business, Change, Changes, Conversation, Message, Survey, SurveyKind, store};
use crate::metrics::{By, Metric, Period};
use crate::testing::{fill_surveys, rated};

const HOUR: i64 = 3_600_000_000;
/// 2026-03-02T00:00:00Z.
const BEGIN: i64 = 1_772_409_600_000_000;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_micros(BEGIN + hours * HOUR)
}

/// Solved `took` hours after it began, with one reply of its person an hour after the beginning.
fn conversation(number: i64, team: i64, created: i64, took: i64) -> Conversation {
    Conversation {
        id: ConversationId::from_raw(number),
        number,
        channel: "mail".into(),
        mailbox: None,
        contact: ContactId::from_raw(number),
        team: Some(TeamId::from_raw(team)),
        assignee: Some(PersonId::from_raw(team * 10)),
        topic: None,
        priority: "normal".into(),
        by_agent: false,
        automatic: false,
        status: "solved".into(),
        status_since: at(created + took),
        assigned_since: at(created),
        created_at: at(created),
        first_customer_at: at(created),
        first_reply_at: at(created + 1),
        first_reply_by: Some(PersonId::from_raw(team * 10)),
        first_solved_at: at(created + took),
        solved_at: at(created + took),
        customer_messages: 1,
        replies: 1,
        reopened: i64::from(took > 10),
        transfers: 0,
        handoffs: 0,
        requester_wait: took * HOUR,
        agent_wait: 0,
        hold_wait: 0,
        business: Business { full_resolution: took * HOUR / 3, ..Business::default() },
    }
}

/// The conversation and its reply.
fn put(changes: &mut Changes, it: Conversation) {
    let message = Message {
        id: MessageId::from_raw(it.number),
        conversation: it.id,
        kind: "agent",
        at: it.first_reply_at,
        person: it.assignee,
        automatic: false,
        length: 10,
        waited_since: Some(it.created_at),
        waited_business: 0,
    };
    changes.messages.insert(message.id, message);
    changes.conversations.insert(it.id, Change { before: None, after: it });
}

async fn fill(store: &TestDb, all: Vec<Conversation>) {
    let mut changes = Changes::default();
    for it in all {
        put(&mut changes, it);
    }
    store.write(move |tx| store::save(tx, &changes)).await.expect("facts");
}

fn march() -> Period {
    Period { first: date(2026, 3, 2), last: date(2026, 3, 31), zone: TimeZone::UTC }
}

fn question(metric: Metric, filter: Filter) -> Question {
    Question { metric, period: march(), clock: Clock::Calendar, filter }
}

#[db_test]
async fn figures_are_divided_and_filtered(store: TestDb) {
    let mut all: Vec<_> = (0..20).map(|n| conversation(n + 1, 1 + n % 2, n * 24, 2 + n)).collect();
    all[19].team = None;
    fill(&store, all).await;
    let ask = |metric, filter: Filter, by: Vec<By>| {
        let question = question(metric, filter);
        let store = &store;
        async move { store.read(move |tx| answer(tx, &question, &by)).await.expect("an answer") }
    };
    let (one, two) = (TeamId::from_raw(1), TeamId::from_raw(2));
    let of =
        |cells: &Cells| cells.iter().map(|(part, cell)| (part.concat(), cell.part, cell.whole)).collect::<Vec<_>>();
    let by_team = ask(Metric::Reopened, Filter::default(), vec![By::Team]).await;
    assert_eq!(of(&by_team), [(String::new(), 1, 1), (one.to_string(), 5, 10), (two.to_string(), 5, 9)]);
    let filter = Filter { teams: vec![two], ..Filter::default() };
    assert_eq!(of(&ask(Metric::Solved, filter.clone(), vec![]).await), [(String::new(), 9, 9)]);
    let weeks = ask(Metric::Created, filter, vec![By::Week, By::Channel]).await;
    assert_eq!(weeks[0], (vec!["2026-03-02".into(), "mail".into()], Cell { part: 3, whole: 3, ..Cell::default() }));
    let waits = ask(Metric::NextResponse, Filter::default(), vec![]).await;
    assert_eq!((waits[0].1.sketch.count(), waits[0].1.sum), (20, 20 * i128::from(HOUR)));
    let nobody = Filter { people: vec![PersonId::from_raw(99)], ..Filter::default() };
    assert_eq!(of(&ask(Metric::Solved, nobody, vec![]).await), [(String::new(), 0, 0)]);
    let business = Question { clock: Clock::Business, ..question(Metric::FullResolution, Filter::default()) };
    let worked = store.read(move |tx| answer(tx, &business, &[])).await.expect("an answer");
    assert_eq!(worked[0].1.sum, (2..22).map(|took| i128::from(took * HOUR / 3)).sum());
    let hours = ask(Metric::Replies, Filter::default(), vec![By::Weekday, By::Hour]).await;
    assert_eq!(hours[0].0, ["1", "01"]);
}

/// Page by page every list holds exactly what its figure counts.
#[db_test]
async fn behind_every_figure_lie_as_many_as_it_counts(store: TestDb) {
    let all: Vec<_> = (0..120).map(|n| conversation(n + 1, 1 + n % 3, n * 5, 1 + n % 20)).collect();
    fill(&store, all).await;
    let surveys = (0..120i64).map(|n| {
        let it = rated(n + 1, 0, 1 + n % 3, SurveyKind::ALL[n as usize % 4], n % 11);
        let given_at = if n % 5 == 0 { Timestamp::NEVER } else { at(n * 5 + 1) };
        Survey { sent_at: at(n * 5), given_at, excluded: n % 7 == 0 && n % 5 > 0, ..it }
    });
    fill_surveys(&store, surveys.collect()).await;
    let filter = Filter { teams: vec![TeamId::from_raw(1), TeamId::from_raw(2)], ..Filter::default() };
    for metric in Metric::ALL {
        for only in [Only::All, Only::Part, Only::Rest, Only::Excluded] {
            let asked = question(*metric, filter.clone());
            let within = Within { by: vec![By::Team], part: vec![TeamId::from_raw(2).to_string()], only };
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let (asked, within) = (asked.clone(), within.clone());
                let page = PageRequest { limit: Some(7), cursor };
                let page = store.read(move |tx| samples(tx, &asked, &within, &page)).await.expect("a page");
                seen.extend(page.items);
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert!(seen.windows(2).all(|pair| pair[0].at >= pair[1].at), "newest first");
            let asked = asked.clone();
            let cells = store.read(move |tx| answer(tx, &asked, &[By::Team])).await.expect("an answer");
            let cell =
                cells.iter().find(|(part, _)| *part == within.part).map(|(_, cell)| cell.clone()).unwrap_or_default();
            let expected = match only {
                // Of a flow the solved ones are listed; what began is another list.
                Only::All if *metric == Metric::ResolutionFlow => cell.part,
                Only::Rest if *metric == Metric::ResolutionFlow => 0,
                Only::All => cell.whole,
                Only::Part => cell.part,
                Only::Rest => cell.whole - cell.part,
                Only::Excluded => cell.excluded,
            };
            assert_eq!(seen.len() as u64, expected, "{metric:?} {only:?}");
            let took: i128 = seen.iter().filter_map(|row| row.took).map(i128::from).sum();
            assert!(matches!(only, Only::Rest | Only::Excluded) || took == cell.sum, "{metric:?}");
        }
    }
}

#[test]
fn a_question_is_read_or_told_what_is_wrong_with_it() {
    let pairs = |text: &str| -> Vec<(String, String)> {
        text.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
    };
    let team = TeamId::from_raw(3).to_string();
    let asked = asked::Asked::read(&pairs(&format!(
        "metric=solved&metric=created&from=2026-03-01&to=2026-03-31&by=team&by=week&team={team}&against=previous"
    )))
    .expect("a question");
    assert_eq!(asked.metrics(), [Metric::Solved, Metric::Created]);
    let period = asked.period(TimeZone::UTC);
    let against = asked.against(&period).unwrap().unwrap();
    assert_eq!((against.first, against.last), (date(2026, 2, 1), date(2026, 2, 28)));
    let codes = |text: &str| {
        let fault = asked::Asked::read(&pairs(text)).expect_err(text);
        fault.fields.iter().map(|field| (field.pointer.clone(), field.code.clone())).collect::<Vec<_>>()
    };
    let wrong = |pointer: &str, code: &str| vec![(pointer.to_owned(), format!("insight.{code}"))];
    assert_eq!(codes("from=2026-03-01"), wrong("to", "day_missing"));
    assert_eq!(codes("from=2026-03-09&to=2026-03-01"), wrong("to", "days_reversed"));
    assert_eq!(codes("from=2006-03-09&to=2026-03-01"), wrong("to", "days_many"));
    assert_eq!(codes("from=2026-03-01&to=2026-03-31&metric=luck"), wrong("metric", "metric_unknown"));
    assert_eq!(codes("from=2026-03-01&to=2026-03-31&by=day&by=day"), wrong("by", "divisions_many"));
    assert_eq!(codes("from=2026-03-01&to=2026-03-31&team=x"), wrong("team", "id_invalid"));
    assert_eq!(codes("from=2026-03-01&to=2026-03-31&luck=x"), wrong("luck", "question_unknown"));
    assert_eq!(codes("from=2026-03-01&to=2026-03-31&by=team&part=a&part=b"), wrong("part", "part_invalid"));
}

#[test]
fn whole_months_are_compared_with_whole_months() {
    let period = |first, last| Period { first, last, zone: TimeZone::UTC };
    let days = |period: Period| (period.first, period.last);
    let quarter = period(date(2026, 1, 1), date(2026, 3, 31));
    assert_eq!(days(quarter.previous().unwrap()), (date(2025, 10, 1), date(2025, 12, 31)));
    let ten = period(date(2026, 3, 11), date(2026, 3, 20));
    assert_eq!(days(ten.previous().unwrap()), (date(2026, 3, 1), date(2026, 3, 10)));
    let february = period(date(2025, 2, 1), date(2025, 2, 28));
    assert_eq!(days(february.year_before().unwrap()), (date(2024, 2, 1), date(2024, 2, 29)));
}
