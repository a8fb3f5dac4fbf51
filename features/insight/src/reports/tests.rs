use std::collections::BTreeMap;
use std::sync::Arc;

use db::p;
use documents::Block;
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{Actor, ConversationId, PageRequest, PersonId, Result, Sees, TeamId, Timestamp, TypedId};
use testkit::{TestDb, agent_of, db_test, person_with};

use super::commands::{self, Asked};
use super::house::{Comment, Fate, House, Letter, Reports, WantedComments};
use super::model::{Element, Format, Kind, Language, PlanContent, ReportFilter, ReportState, Schedule, Split};
use super::queries::{self, Report};
use super::sections::{Section, SectionChange, changed, renewed};
use super::{plans, times};
use crate::error;
use crate::facts::tests::catch_up;
use crate::goals::Every;
use crate::measures::MeasureClock;
use crate::permissions::{FIGURES_READ, PEOPLE_READ, REPORTS_MANAGE};
use crate::testing::{a_thousand_happen, fill, of_team, solved};

/// A house with one company, one team, one person, one topic and two comments.
pub(crate) struct Small;

impl House for Small {
    fn company(&self, _: &mut db::Tx<'_>) -> Result<String> {
        Ok("Nordlicht Bikes".into())
    }

    fn names(&self, _: &mut db::Tx<'_>) -> Result<BTreeMap<String, String>> {
        Ok(BTreeMap::from([
            (TeamId::from_raw(1).to_string(), "Orders".to_owned()),
            (kernel::PersonId::from_raw(1).to_string(), "Person 1".to_owned()),
            (crate::facts::TopicId::from_raw(1).to_string(), "Returns".to_owned()),
        ]))
    }

    fn comments(&self, _: &mut db::Tx<'_>, wanted: &WantedComments) -> Result<Vec<Comment>> {
        let comment = |text: &str, score| Comment {
            text: text.into(),
            kind: "csat".into(),
            score,
            given_at: wanted.from,
            conversation: ConversationId::from_raw(4),
            channel: "mail".into(),
        };
        Ok(vec![comment("Nobody answered for a week.", 1), comment("Quick and kind.", 5)])
    }

    fn address_of(&self, _: &mut db::Tx<'_>, _: PersonId) -> Result<Option<String>> {
        Ok(Some("mia@nordlicht.example".into()))
    }

    fn post(&self, tx: &mut db::Tx<'_>, source: &str, letter: &Letter) -> Result<()> {
        let files: Vec<&str> = letter.files.iter().map(|file| file.name.as_str()).collect();
        let sql = "insert into test_letters (source, recipient, subject, files) values ($1, $2, $3, $4) on conflict (source) do nothing";
        tx.exec(sql, p![source, letter.to, letter.subject, files.join(" ")]).map(drop)
    }

    fn fate(&self, tx: &mut db::Tx<'_>, source: &str) -> Result<Option<Fate>> {
        let sql = "select count(*) from test_letters where source = $1";
        let is_there = tx.one(sql, p![source], |row| row.take::<i64>())? > 0;
        Ok(is_there.then(|| Fate {
            state: "sent".into(),
            reason: String::new(),
            sent_at: Some(Timestamp::from_micros(5)),
        }))
    }
}

pub(super) fn reports(store: &TestDb) -> Reports {
    Reports {
        db: (**store).clone(),
        files: files::Files::in_folder(std::env::temp_dir().join("quarterdeck-report-tests")),
        address: "https://desk.example".into(),
        house: Arc::new(Small),
    }
}

pub(super) fn manager() -> Actor {
    person_with(9, "Mia", &[FIGURES_READ, PEOPLE_READ, REPORTS_MANAGE])
}

pub(super) fn plan() -> PlanContent {
    PlanContent {
        name: "For the board".into(),
        kind: Kind::Executive,
        cadence: Every::Month,
        language: Language::En,
        clock: MeasureClock::Calendar,
        filter: ReportFilter::default(),
        elements: Vec::new(),
        schedule: None,
    }
}

pub(super) fn schedule() -> Schedule {
    Schedule {
        day: 2,
        hour: 7,
        recipients: vec!["board@nordlicht.example".into()],
        formats: vec![Format::Pdf],
        after_review: false,
    }
}

/// Makes a report of January 2026, in which facts of tests lie.
pub(super) async fn january(store: &TestDb, content: PlanContent) -> Report {
    let (house, made) = (reports(store), manager());
    let plan = store.write(move |tx| plans::create(tx, &made, &content)).await.expect("a plan").id;
    let asked = Asked::Days("2026-01-01".into(), "2026-01-31".into());
    let drawn = store.report(move |tx| commands::draw_up(tx, &house, &manager(), plan, &asked)).await.expect("a draft");
    store.write(move |tx| commands::create(tx, &manager(), &drawn)).await.expect("a report")
}

#[db_test(crate::testing::migrations)]
async fn nothing_is_written_down_while_events_wait_to_be_counted(store: TestDb) {
    let (house, content) = (reports(&store), plan());
    let made = store.write(move |tx| plans::create(tx, &manager(), &content)).await.expect("a plan").id;
    let draw = || {
        let (house, asked) = (house.clone(), Asked::Days("2026-01-01".into(), "2026-01-31".into()));
        store.report(move |tx| commands::draw_up(tx, &house, &manager(), made, &asked))
    };
    catch_up(&store).await;
    draw().await.expect("all is counted");
    a_thousand_happen(&store).await;
    assert!(draw().await.expect_err("a thousand are missing").is(error::FIGURES_BEHIND));
    catch_up(&store).await;
    draw().await.expect("all is counted again");
}

fn changes(report: &Report) -> Vec<SectionChange> {
    let change = |it: &Section| SectionChange {
        key: it.key.clone(),
        heading: it.heading.clone(),
        text: it.text.clone(),
        hidden: it.hidden,
    };
    report.sections.iter().map(change).collect()
}

#[db_test(crate::testing::migrations)]
async fn a_draft_is_written_edited_renewed_and_frozen_for_good(store: TestDb) {
    fill(&store, (1..=40).map(|number| solved(number, number % 20, 5)).collect()).await;
    let report = january(&store, plan()).await;
    assert_eq!((report.head.name.as_str(), report.head.state), ("For the board: January 2026", ReportState::Draft));
    let keys: Vec<&str> = report.sections.iter().map(|it| it.key.as_str()).collect();
    let expected = ["summary", "why", "demand", "service", "quality", "satisfaction", "actions", "alerts", "counted"];
    assert_eq!(keys, expected, "there is no series, so nothing is said of cost");
    let summary = &report.sections[0];
    assert!(summary.text.contains("Conversations solved") && summary.text == summary.written, "{}", summary.text);
    let quotes = report.sections[5].blocks.iter().find_map(|block| match block {
        Block::Quotes { quotes } => Some(quotes.clone()),
        _ => None,
    });
    assert_eq!(quotes.expect("quotes").len(), 2);

    let (id, mut wanted) = (report.head.id, changes(&report));
    wanted[0].text = "A calm month.".into();
    wanted.swap(1, 2);
    wanted[3].hidden = true;
    let edited = store.write({
        let wanted = wanted.clone();
        move |tx| commands::change(tx, &manager(), id, "For the board", &wanted, 1)
    });
    assert_eq!(edited.await.expect("changed").head.version, 2);
    let stale = store.write(move |tx| commands::change(tx, &manager(), id, "Late", &wanted, 1)).await;
    assert_eq!(stale.expect_err("stale").code(), "insight.report_changed");

    fill(&store, (41..=90).map(|number| solved(number, number % 20, 5)).collect()).await;
    let house = reports(&store);
    let renewal = store.report(move |tx| commands::read_anew(tx, &house, &manager(), id)).await.expect("figures");
    let renewed = store.write(move |tx| commands::renew(tx, &manager(), &renewal)).await.expect("renewed");
    assert_eq!(renewed.sections[0].text, "A calm month.", "own words stay");
    assert_ne!(renewed.sections[0].written, summary.written, "the data are told anew");
    assert_eq!((renewed.sections[1].key.as_str(), renewed.sections[3].hidden), ("demand", true));
    assert_eq!(renewed.sections[1].text, renewed.sections[1].written, "words of nobody follow the data");

    let frozen = store.write(move |tx| commands::freeze(tx, &manager(), id, 3)).await.expect("frozen");
    assert_eq!((frozen.head.state, frozen.head.frozen_by), (ReportState::Frozen, Some(PersonId::from_raw(9))));
    fill(&store, (91..=99).map(|number| solved(number, 3, 5)).collect()).await;
    let again = store.read(move |tx| queries::one(tx, &manager(), id)).await.expect("the record");
    assert_eq!(again, frozen, "whatever becomes of the facts");
    let wanted = changes(&frozen);
    let house = reports(&store);
    let refused = [
        store.write(move |tx| commands::change(tx, &manager(), id, "Other", &wanted, 4).map(drop)).await,
        store.write(move |tx| commands::freeze(tx, &manager(), id, 4).map(drop)).await,
        store.report(move |tx| commands::read_anew(tx, &house, &manager(), id).map(drop)).await,
        store.write(move |tx| commands::delete(tx, &manager(), id)).await,
    ];
    for answer in refused {
        assert_eq!(answer.expect_err("frozen").code(), "insight.report_frozen");
    }
}

#[db_test(crate::testing::migrations)]
async fn reports_are_for_those_who_may_see_all_their_figures(store: TestDb) {
    let all = [solved(1, 2, 5), of_team(solved(2, 3, 5), 2)];
    fill(&store, all.to_vec()).await;
    let whole = january(&store, plan()).await.head.id;
    let of_one = ReportFilter { teams: vec![TeamId::from_raw(1)], ..ReportFilter::default() };
    let one = january(&store, PlanContent { filter: of_one, ..plan() }).await.head.id;
    let people = Element::Parts { metrics: vec!["solved".into()], by: Split::Agent, filter: ReportFilter::default() };
    let named = PlanContent { kind: Kind::Built, elements: vec![people], ..plan() };
    let named = january(&store, named).await.head.id;
    let lead = agent_of(4, "Lea", &[FIGURES_READ, PEOPLE_READ], &[TeamId::from_raw(1)]);
    let analyst = Actor::new(
        kernel::ActorKind::Person(PersonId::from_raw(8)),
        "Ana",
        [FIGURES_READ.name.to_owned()].into(),
        Sees::All,
    );
    for (actor, seen) in [(manager(), [true, true, true]), (lead, [false, true, false]), (analyst, [true, true, false])]
    {
        for (id, seen) in [whole, one, named].into_iter().zip(seen) {
            let asker = actor.clone();
            let answer = store.read(move |tx| queries::one(tx, &asker, id)).await;
            assert_eq!(answer.as_ref().err().map(kernel::Fault::code), (!seen).then_some("platform.not_found"));
        }
        let asker = actor.clone();
        let list = store.read(move |tx| queries::page(tx, &asker, None, None, &PageRequest::default())).await;
        assert_eq!(list.expect("a list").items.len(), seen.into_iter().filter(|seen| *seen).count());
        let asker = actor.clone();
        let made = store.write(move |tx| plans::create(tx, &asker, &plan())).await;
        assert_eq!(made.is_ok(), actor.may(REPORTS_MANAGE));
    }
}

#[db_test(crate::testing::migrations)]
async fn pages_of_reports_follow_each_other(store: TestDb) {
    for _ in 0..3 {
        january(&store, plan()).await;
    }
    let first = PageRequest { limit: Some(2), cursor: None };
    let page = store.read(move |tx| queries::page(tx, &manager(), None, None, &first)).await.expect("a page");
    let next = PageRequest { limit: Some(2), cursor: page.next_cursor.clone() };
    let rest = store.read(move |tx| queries::page(tx, &manager(), Some(ReportState::Draft), None, &next)).await;
    let rest = rest.expect("the rest");
    assert_eq!((page.items.len(), rest.items.len(), rest.next_cursor), (2, 1, None));
    assert!(page.items.iter().all(|it| it.id != rest.items[0].id));
    let frozen = PageRequest::default();
    let none = store.read(move |tx| queries::page(tx, &manager(), Some(ReportState::Frozen), None, &frozen)).await;
    assert!(none.expect("a page").items.is_empty());
}

#[test]
fn what_cannot_be_a_plan_is_refused_by_its_field() {
    let pointers = |content: PlanContent| -> Vec<String> {
        content.check().expect_err("refused").fields.into_iter().map(|field| field.pointer).collect()
    };
    let built = |element: Element| PlanContent { kind: Kind::Built, elements: vec![element], ..plan() };
    let on = |change: fn(&mut Schedule)| {
        let mut schedule = schedule();
        change(&mut schedule);
        PlanContent { schedule: Some(schedule), ..plan() }
    };
    let none = ReportFilter::default();
    let mail = ReportFilter { channels: vec!["mail".into()], ..none.clone() };
    let why = |metric: &str, filter: &ReportFilter| Element::Why { metric: metric.into(), filter: filter.clone() };
    for (content, expected) in [
        (PlanContent { name: "  ".into(), ..plan() }, "name"),
        (PlanContent { kind: Kind::Built, ..plan() }, "elements"),
        (PlanContent { elements: vec![Element::Actions {}], ..plan() }, "elements"),
        (built(why("happy", &none)), "elements/0/metric"),
        (
            built(Element::Figures { metrics: vec!["solved".into(), "x".into()], filter: none.clone() }),
            "elements/0/metrics/1",
        ),
        (built(Element::Figures { metrics: vec![], filter: none.clone() }), "elements/0/metrics"),
        (built(Element::Text { heading: String::new(), text: String::new() }), "elements/0/heading"),
        (
            PlanContent {
                filter: ReportFilter { channels: vec!["chat".into()], ..none.clone() },
                ..built(why("solved", &mail))
            },
            "elements/0/filter",
        ),
        (on(|it| it.day = 29), "schedule/day"),
        (on(|it| it.hour = 24), "schedule/hour"),
        (on(|it| it.recipients.clear()), "schedule/recipients"),
        (on(|it| it.recipients.push("Board@Nordlicht.example".into())), "schedule/recipients/1"),
        (on(|it| it.recipients = vec!["a b@nordlicht.example".into()]), "schedule/recipients/0"),
        (on(|it| it.recipients = vec!["nobody@localhost".into()]), "schedule/recipients/0"),
        (on(|it| it.formats.clear()), "schedule/formats"),
    ] {
        assert_eq!(pointers(content), [expected]);
    }
    on(|it| (it.after_review, it.recipients) = (true, Vec::new())).check().expect("somebody looks first");
    PlanContent { cadence: Every::Week, ..on(|it| it.day = 7) }.check().expect("Sunday");
}

#[test]
fn a_report_is_made_at_its_hour_whatever_clocks_do() {
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let at = |text: &str| Timestamp::from_micros(text.parse::<jiff::Timestamp>().expect("an instant").as_microsecond());
    let weekly = Schedule { day: 7, hour: 2, ..schedule() };
    for (every, it, now, due, last, next) in [
        (
            Every::Month,
            schedule(),
            "2026-04-02T05:00:00Z",
            "2026-04-02T05:00:00Z",
            date(2026, 3, 31),
            "2026-05-02T05:00:00Z",
        ),
        (
            Every::Month,
            schedule(),
            "2026-04-02T04:59:59Z",
            "2026-03-02T06:00:00Z",
            date(2026, 2, 28),
            "2026-04-02T05:00:00Z",
        ),
        (
            Every::Quarter,
            schedule(),
            "2026-03-05T00:00:00Z",
            "2026-01-02T06:00:00Z",
            date(2025, 12, 31),
            "2026-04-02T05:00:00Z",
        ),
        // On 29 March 2026 there is no 2 o'clock in Berlin: 3 o'clock it is.
        (
            Every::Week,
            weekly,
            "2026-03-29T12:00:00Z",
            "2026-03-29T01:00:00Z",
            date(2026, 3, 22),
            "2026-04-05T00:00:00Z",
        ),
    ] {
        let (found, period, after) = it.around(every, at(now), &zone).expect("instants");
        assert_eq!((found, period.last, after), (at(due), last, at(next)), "{every:?} at {now}");
    }
    let last = times::last_whole(Every::Week, date(2026, 3, 2), &zone).expect("a week");
    assert_eq!((last.first, last.last), (date(2026, 2, 23), date(2026, 3, 1)));
    let own = |first: &str, last: &str| times::own_days(first, last, date(2026, 4, 1), &zone);
    assert!(own("2026-03-01", "2026-03-31").is_ok());
    for (first, last) in
        [("2026-03-01", "2026-04-01"), ("2026-03-02", "2026-03-01"), ("2024-01-01", "2026-03-01"), ("x", "y")]
    {
        assert_eq!(own(first, last).expect_err("refused").code(), "request.invalid");
    }
}

#[test]
fn sections_are_changed_whole_and_renewed_by_their_keys() {
    let section = |key: &str, text: &str| Section {
        key: key.into(),
        heading: key.into(),
        text: text.into(),
        written: text.into(),
        hidden: false,
        blocks: Vec::new(),
    };
    let before = vec![section("a", "old"), section("b", "old")];
    let want = |key: &str, text: &str| SectionChange {
        key: key.into(),
        heading: key.into(),
        text: text.into(),
        hidden: false,
    };
    let pointer = |wanted: &[SectionChange]| changed(&before, wanted).expect_err("refused").fields[0].pointer.clone();
    assert_eq!(pointer(&[want("a", "")]), "sections");
    assert_eq!(pointer(&[want("a", ""), want("a", "")]), "sections/1/key");
    assert_eq!(pointer(&[want("a", ""), want("c", "")]), "sections/1/key");
    let mine = changed(&before, &[want("b", "mine"), want("a", "old")]).expect("changed");
    let fresh = vec![section("a", "new"), section("b", "new"), section("c", "new")];
    let told: Vec<(String, String)> = renewed(&mine, fresh).into_iter().map(|it| (it.key, it.text)).collect();
    let expected = [("b", "mine"), ("a", "new"), ("c", "new")].map(|(key, text)| (key.to_owned(), text.to_owned()));
    assert_eq!(told, expected);
}
