//! What may be entered, and what becomes of it, on both engines.

use db::{Tx, p};
use kernel::{Actor, Fault, FaultKind, Result, Timestamp, TypedId};
use serde_json::Value;
use testkit::{TestDb, db_test, person_with};

use super::super::*;
use super::{at, holiday, hours, manager, windows};
use crate::{error, events};

fn new(name: &str) -> NewCalendar {
    NewCalendar { name: name.to_owned(), hours: hours("Europe/Berlin", "9-17") }
}

async fn made(store: &TestDb, name: &str) -> Result<CalendarRow> {
    let new = new(name);
    store.write(move |tx| create(tx, &manager(), &new)).await
}

fn change(version: i64) -> CalendarChange {
    CalendarChange { version, ..CalendarChange::default() }
}

async fn revised(store: &TestDb, id: CalendarId, change: CalendarChange) -> Result<CalendarRow> {
    store.write(move |tx| revise(tx, &manager(), id, &change)).await
}

/// Name and facts of every event so far.
fn told(tx: &mut Tx<'_>) -> Result<Vec<(String, Value)>> {
    tx.all("select name, facts from db_events order by tx, number", p![], |row| {
        let (name, facts) = (row.take()?, row.take::<String>()?);
        Ok((name, serde_json::from_str(&facts).map_err(Fault::internal)?))
    })
}

fn pointers(fault: &Fault) -> Vec<&str> {
    fault.fields.iter().map(|field| field.pointer.as_str()).collect()
}

#[test]
fn every_field_at_fault_is_named() {
    let mut wrong = hours("Mars/Olympus", "9-17");
    wrong.week.monday = windows("9-12 11-13");
    wrong.week.tuesday = windows("12-9 13-25");
    wrong.week.sunday = (0..13).map(|hour| Window { from: hour * 60, to: hour * 60 + 30 }).collect();
    wrong.holidays = vec![
        holiday(" ", "2026-05-01", false, ""),
        holiday("Backwards", "2026-05-02/2026-05-01", false, ""),
        holiday("Long", "2026-05-02/2027-05-03", false, ""),
        holiday("Far", "1969-12-31", true, ""),
        holiday("Shortened", "2026-12-24", true, "9-9"),
    ];
    let pointers: Vec<String> = hours::faults(&wrong).into_iter().map(|fault| fault.pointer).collect();
    assert_eq!(
        pointers,
        [
            "time_zone",
            "week/monday/1",
            "week/tuesday/0",
            "week/tuesday/1",
            "week/sunday",
            "holidays/0/name",
            "holidays/1/to",
            "holidays/2/to",
            "holidays/3/from",
            "holidays/4/windows/0",
        ]
    );
    let mut many = hours("Europe/Berlin", "9-12 12-17");
    assert_eq!(hours::faults(&many), vec![]);
    many.holidays = vec![holiday("Year", "2026-01-01/2026-12-31", false, ""); 6];
    assert_eq!(hours::faults(&many)[0].code, error::HOLIDAYS_MANY.code);
}

#[db_test]
async fn there_is_always_one_calendar_of_the_department(store: TestDb) {
    let nobody = store.read(queries::default_calendar).await.expect("the usual hours");
    assert!(nobody.is_open(at("2026-03-09T16:59:00Z")) && !nobody.is_open(at("2026-03-09T17:00:00Z")));
    store.write(|tx| found(tx, "Europe/Berlin")).await.expect("founded");
    store.write(|tx| found(tx, "Asia/Tokyo")).await.expect("nothing to do");
    let all = store.read(queries::all).await.expect("calendars");
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].is_default, all[0].hours.clone()), (true, Hours::usual("Europe/Berlin")));
    let first = all[0].id;
    let second = made(&store, "Hotline").await.expect("a calendar");
    assert!(!second.is_default);
    let kept = store.write(move |tx| remove(tx, &manager(), first)).await.expect_err("the department's stays");
    assert!(kept.is(error::CALENDAR_IS_DEFAULT));
    let switched = store.write(move |tx| make_default(tx, &manager(), second.id)).await.expect("switched");
    assert_eq!((switched.is_default, switched.version), (true, 2));
    let again = store.write(move |tx| make_default(tx, &manager(), second.id)).await.expect("nothing to do");
    assert_eq!(again, switched);
    let all = store.read(queries::all).await.expect("calendars");
    assert_eq!(all.iter().map(|row| (row.id, row.is_default)).collect::<Vec<_>>(), [(second.id, true), (first, false)]);
    store.write(move |tx| remove(tx, &manager(), first)).await.expect("removed");
    let gone = store.read(move |tx| queries::calendar(tx, first).map(drop)).await.expect_err("gone");
    assert_eq!(gone.kind(), FaultKind::NotFound);
    let published: (i64, bool) = store
        .read(|tx| {
            let view = "select id, is_default from pub_service_levels_calendars";
            tx.one(view, p![], |row| Ok((row.take()?, row.take()?)))
        })
        .await
        .expect("the view");
    assert_eq!(published, (second.id.raw(), true));
}

#[db_test]
async fn a_change_takes_the_version_that_was_seen(store: TestDb) {
    let row = made(&store, "  Working   hours ").await.expect("a calendar");
    assert_eq!((row.name.as_str(), row.version), ("Working hours", 1));
    let days = vec![holiday(" B ", "2026-12-25", true, ""), holiday("A", "2026-05-01", false, "9-12")];
    let with_days = CalendarChange {
        holidays: Some(days),
        time_zone: Some("europe/paris".to_owned()),
        week: Some(Week { sunday: windows("10-24"), ..Week::default() }),
        ..change(1)
    };
    let after = revised(&store, row.id, with_days).await.expect("changed");
    let names: Vec<&str> = after.hours.holidays.iter().map(|day| day.name.as_str()).collect();
    assert_eq!((names, after.hours.time_zone.as_str(), after.version), (vec!["A", "B"], "Europe/Paris", 2));
    assert_eq!(store.read(move |tx| queries::one(tx, row.id)).await.expect("as saved"), after);
    let late = revised(&store, row.id, CalendarChange { name: Some("Late".to_owned()), ..change(1) }).await;
    assert!(late.expect_err("somebody was faster").is(error::CALENDAR_CHANGED));
    let other = made(&store, "Hotline").await.expect("a calendar");
    let taken = CalendarChange { name: Some("WORKING HOURS".to_owned()), ..change(1) };
    let taken = revised(&store, other.id, taken).await.expect_err("taken");
    assert_eq!((taken.is(error::CALENDAR_NAME_TAKEN), pointers(&taken)), (true, vec!["name"]));
    assert!(made(&store, "hotline").await.expect_err("taken").is(error::CALENDAR_NAME_TAKEN));
    let both = CalendarChange { name: Some(" ".to_owned()), time_zone: Some("x".to_owned()), ..change(1) };
    assert_eq!(pointers(&revised(&store, other.id, both).await.expect_err("two fields")), ["name", "time_zone"]);
    let missing = revised(&store, CalendarId::from_raw(5), change(1)).await.expect_err("nobody's");
    assert_eq!(missing.kind(), FaultKind::NotFound);
}

#[db_test]
async fn business_time_can_be_rebuilt_from_the_events_alone(store: TestDb) {
    let row = made(&store, "Working hours").await.expect("a calendar");
    let days = vec![holiday("Labour Day", "2026-05-01", true, "")];
    revised(&store, row.id, CalendarChange { holidays: Some(days), ..change(1) }).await.expect("changed");
    let other = made(&store, "Hotline").await.expect("a calendar");
    store.write(move |tx| make_default(tx, &manager(), other.id)).await.expect("switched");
    store.write(move |tx| remove(tx, &manager(), row.id)).await.expect("removed");
    let told = store.read(told).await.expect("events");
    let names: Vec<(&str, &Value, &Value)> =
        told.iter().map(|(name, facts)| (name.as_str(), &facts["name"], &facts["default"])).collect();
    let (hours, hotline) = (&Value::from("Working hours"), &Value::from("Hotline"));
    let (yes, no) = (&Value::Bool(true), &Value::Bool(false));
    assert_eq!(
        names,
        [
            (events::CALENDAR_CREATED, hours, yes),
            (events::CALENDAR_CHANGED, hours, yes),
            (events::CALENDAR_CREATED, hotline, no),
            (events::CALENDAR_CHANGED, hours, no),
            (events::CALENDAR_CHANGED, hotline, yes),
            (events::CALENDAR_REMOVED, hours, no),
        ]
    );
    let span: (Timestamp, Timestamp) = (at("2026-04-30T00:00:00Z"), at("2026-05-02T00:00:00Z"));
    let counted: Vec<i64> = told
        .iter()
        .map(|(_, facts)| {
            let hours: Hours = serde_json::from_value(facts["hours"].clone()).expect("hours");
            Calendar::of(&hours).expect("a calendar").business_time(span.0, span.1) / 3_600_000_000
        })
        .collect();
    assert_eq!(counted, [16, 8, 16, 8, 16, 8]);
    let audited = "select detail from db_audit where action like 'service_levels.%' order by number";
    let audited: Vec<String> =
        store.read(move |tx| tx.all(audited, p![], |row| row.take())).await.expect("an audit trail");
    assert_eq!(audited.len(), 6);
    let changed: Value = serde_json::from_str(&audited[1]).expect("JSON");
    assert_eq!(
        (&changed["week"]["monday"], &changed["holidays"][0]),
        (&Value::from("09:00–17:00"), &Value::from("2026-05-01 ↻ Labour Day"))
    );
}

#[db_test]
async fn holidays_of_a_file_are_added_once(store: TestDb) {
    let row = made(&store, "Working hours").await.expect("a calendar");
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260501\nRRULE:FREQ=YEARLY\nSUMMARY:Labour Day\nEND:VEVENT\nEND:VCALENDAR";
    let reading = read_ics(text).expect("a reading");
    let again = reading.clone();
    let after = store.write(move |tx| add_holidays(tx, &manager(), row.id, 1, &reading)).await.expect("added");
    assert_eq!((after.hours.holidays.clone(), after.version), (vec![holiday("Labour Day", "2026-05-01", true, "")], 2));
    let late = again.clone();
    let late = store.write(move |tx| add_holidays(tx, &manager(), row.id, 1, &late)).await.expect_err("too late");
    assert!(late.is(error::CALENDAR_CHANGED));
    let same = store.write(move |tx| add_holidays(tx, &manager(), row.id, 2, &again)).await.expect("nothing new");
    assert_eq!(same, after);
}

#[db_test]
async fn only_who_manages_calendars_changes_them(store: TestDb) {
    let row = made(&store, "Working hours").await.expect("a calendar");
    let agent: fn() -> Actor = || person_with(2, "Agent", &[]);
    let (id, nothing) = (row.id, Reading::default());
    let refused = [
        store.write(move |tx| create(tx, &agent(), &new("Mine")).map(drop)).await,
        store.write(move |tx| revise(tx, &agent(), id, &change(1)).map(drop)).await,
        store.write(move |tx| make_default(tx, &agent(), id).map(drop)).await,
        store.write(move |tx| add_holidays(tx, &agent(), id, 1, &nothing).map(drop)).await,
        store.write(move |tx| remove(tx, &agent(), id)).await,
    ];
    for refusal in refused {
        assert_eq!(refusal.expect_err("not allowed").kind(), FaultKind::Forbidden);
    }
}
