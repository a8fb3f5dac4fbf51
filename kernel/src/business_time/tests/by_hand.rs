//! Business time by hand-counted cases.

use super::super::{Calendar, Hours};
use super::{all_week, at, holiday, hours};

const MINUTE: i64 = 60_000_000;
const BERLIN: &str = "Europe/Berlin";

fn with(mut hours: Hours, holidays: Vec<super::Holiday>) -> Hours {
    hours.holidays = holidays;
    hours
}

#[test]
fn business_time_is_what_a_person_counts_by_hand() {
    let office = || hours(BERLIN, "9-17");
    let lunch = || hours(BERLIN, "9-12:30 13:30-18");
    let nights = || all_week(BERLIN, "0-6");
    let always = || all_week(BERLIN, "0-24");
    let eve = || holiday("Christmas Eve", "2026-12-24", true, "9-12");
    let table = [
        // Friday 16:30 to Monday 09:30.
        (office(), "2026-03-06T16:30[Europe/Berlin]", "2026-03-09T09:30[Europe/Berlin]", 60),
        (office(), "2026-03-09T08:00[Europe/Berlin]", "2026-03-09T23:00[Europe/Berlin]", 8 * 60),
        (office(), "2026-03-07T00:00[Europe/Berlin]", "2026-03-09T09:00[Europe/Berlin]", 0),
        (office(), "2026-03-09T10:00[Europe/Berlin]", "2026-03-09T09:00[Europe/Berlin]", 0),
        // A whole year: 261 workdays.
        (office(), "2026-01-01T00:00[Europe/Berlin]", "2027-01-01T00:00[Europe/Berlin]", 261 * 8 * 60),
        // Ten years have 2,609 workdays.
        (office(), "2020-01-01T00:00[Europe/Berlin]", "2030-01-01T00:00[Europe/Berlin]", 2_609 * 8 * 60),
        // Half an hour before lunch, a quarter after.
        (lunch(), "2026-03-09T12:00[Europe/Berlin]", "2026-03-09T13:45[Europe/Berlin]", 45),
        (lunch(), "2026-03-09T12:30[Europe/Berlin]", "2026-03-09T13:30[Europe/Berlin]", 0),
        // The night of 29 March has no hour from two to three; that of 25 October has it twice.
        (nights(), "2026-03-28T12:00[Europe/Berlin]", "2026-03-29T12:00[Europe/Berlin]", 5 * 60),
        (nights(), "2026-10-24T12:00[Europe/Berlin]", "2026-10-25T12:00[Europe/Berlin]", 7 * 60),
        (always(), "2026-03-29T00:00[Europe/Berlin]", "2026-03-30T00:00[Europe/Berlin]", 23 * 60),
        (always(), "2026-10-25T00:00[Europe/Berlin]", "2026-10-26T00:00[Europe/Berlin]", 25 * 60),
        // By day nobody notices.
        (all_week(BERLIN, "9-17"), "2026-03-29T00:00[Europe/Berlin]", "2026-03-30T00:00[Europe/Berlin]", 8 * 60),
        // A window within the hour that is skipped, and within the one that comes twice.
        (all_week(BERLIN, "2-2:30"), "2026-03-29T00:00[Europe/Berlin]", "2026-03-30T00:00[Europe/Berlin]", 0),
        (all_week(BERLIN, "2-2:30"), "2026-10-25T00:00[Europe/Berlin]", "2026-10-26T00:00[Europe/Berlin]", 60),
        // Over midnight, entered as two windows.
        (all_week(BERLIN, "0-2 22-24"), "2026-03-09T21:00[Europe/Berlin]", "2026-03-10T03:00[Europe/Berlin]", 4 * 60),
        // In São Paulo summer began at midnight of 4 November 2018 and ended at midnight of 17 February 2019.
        (all_week("America/Sao_Paulo", "0-4"), "2018-11-03T12:00-03:00", "2018-11-04T12:00-02:00", 3 * 60),
        (all_week("America/Sao_Paulo", "22-24"), "2019-02-16T12:00-02:00", "2019-02-17T12:00-03:00", 3 * 60),
        // Half an hour off the others: 09:00 in Kolkata is 03:30 UTC.
        (hours("Asia/Kolkata", "9-18"), "2026-03-09T03:00:00Z", "2026-03-09T04:00:00Z", 30),
        (hours("Asia/Kolkata", "9-18"), "2026-03-06T12:00:00Z", "2026-03-09T04:30:00Z", 30 + 60),
        // A holiday on a Friday.
        (
            with(office(), vec![holiday("Labour Day", "2026-05-01", true, "")]),
            "2026-04-30T16:00[Europe/Berlin]",
            "2026-05-04T10:00[Europe/Berlin]",
            2 * 60,
        ),
        // It repeats in later years and not in earlier ones: 2027-05-01 is a Saturday, 2028-05-01 a Monday.
        (
            with(office(), vec![holiday("Labour Day", "2026-05-01", true, "")]),
            "2028-04-28T16:00[Europe/Berlin]",
            "2028-05-02T10:00[Europe/Berlin]",
            2 * 60,
        ),
        (
            with(office(), vec![holiday("Labour Day", "2026-05-01", true, "")]),
            "2025-05-01T00:00[Europe/Berlin]",
            "2025-05-02T00:00[Europe/Berlin]",
            8 * 60,
        ),
        // A half day, then closed until the new year; two holidays on one day leave what both leave.
        (with(office(), vec![eve()]), "2026-12-24T00:00[Europe/Berlin]", "2026-12-25T00:00[Europe/Berlin]", 3 * 60),
        (
            with(office(), vec![eve(), holiday("Closed", "2026-12-23/2027-01-01", false, "")]),
            "2026-12-22T16:00[Europe/Berlin]",
            "2027-01-04T10:00[Europe/Berlin]",
            2 * 60,
        ),
        // A Sunday on which the shop is open.
        (
            with(office(), vec![holiday("Open Sunday", "2026-11-29", false, "13-18")]),
            "2026-11-28T00:00[Europe/Berlin]",
            "2026-11-30T00:00[Europe/Berlin]",
            5 * 60,
        ),
        // 29 February comes in leap years only: 2028-02-29 is a Tuesday, 2029-03-01 a Thursday.
        (
            with(office(), vec![holiday("Leap day", "2024-02-29", true, "")]),
            "2028-02-29T00:00[Europe/Berlin]",
            "2028-03-01T00:00[Europe/Berlin]",
            0,
        ),
        (
            with(office(), vec![holiday("Leap day", "2024-02-29", true, "")]),
            "2029-02-28T00:00[Europe/Berlin]",
            "2029-03-02T00:00[Europe/Berlin]",
            2 * 8 * 60,
        ),
        // Samoa had no 30 December 2011: the Friday is not there to be worked on.
        (hours("Pacific/Apia", "9-17"), "2011-12-29T00:00-10:00", "2012-01-01T00:00+14:00", 8 * 60),
    ];
    for (hours, from, to, minutes) in table {
        let calendar = Calendar::of(&hours).expect("a calendar");
        assert_eq!(calendar.business_time(at(from), at(to)), minutes * MINUTE, "{from} to {to} in {}", hours.time_zone);
    }
}

#[test]
fn adding_business_time_gives_the_first_instant_by_which_it_has_passed() {
    let office = hours(BERLIN, "9-17");
    let holidays = with(office.clone(), vec![holiday("Labour Day", "2026-05-01", true, "")]);
    let table = [
        (&office, "2026-03-06T16:30[Europe/Berlin]", 60, "2026-03-09T09:30[Europe/Berlin]"),
        // What is over exactly when the day ends is due then, and not when the next one begins.
        (&office, "2026-03-06T16:30[Europe/Berlin]", 30, "2026-03-06T17:00[Europe/Berlin]"),
        (&office, "2026-03-07T12:00[Europe/Berlin]", 1, "2026-03-09T09:01[Europe/Berlin]"),
        (&office, "2026-03-07T12:00[Europe/Berlin]", 0, "2026-03-07T12:00[Europe/Berlin]"),
        (&office, "2026-03-27T16:00[Europe/Berlin]", 120, "2026-03-30T10:00[Europe/Berlin]"),
        (&holidays, "2026-04-30T16:00[Europe/Berlin]", 120, "2026-05-04T10:00[Europe/Berlin]"),
        (&office, "2020-01-01T00:00[Europe/Berlin]", 2_609 * 8 * 60, "2029-12-31T17:00[Europe/Berlin]"),
    ];
    for (hours, from, minutes, expected) in table {
        let calendar = Calendar::of(hours).expect("a calendar");
        assert_eq!(calendar.add_business_time(at(from), minutes * MINUTE), Some(at(expected)), "{from} + {minutes}");
    }
}

#[test]
fn a_department_that_never_works_has_no_such_instant() {
    let never = Calendar::of(&hours(BERLIN, "")).expect("a calendar");
    let now = at("2026-03-06T16:30[Europe/Berlin]");
    assert_eq!((never.add_business_time(now, 1), never.next_opening(now)), (None, None));
    assert_eq!(never.business_time(at("1970-01-01T00:00:00Z"), at("2100-01-01T00:00:00Z")), 0);
    let office = Calendar::of(&hours(BERLIN, "9-17")).expect("a calendar");
    assert_eq!(office.add_business_time(now, i64::MAX), None);
    assert_eq!(office.next_opening(at("2200-01-01T00:00:00Z")), None);
}

#[test]
fn open_is_from_the_first_instant_of_a_window_to_before_its_end() {
    let hours = with(hours(BERLIN, "9-12 13-17"), vec![holiday("Half day", "2026-12-24", false, "10-11")]);
    let calendar = Calendar::of(&hours).expect("a calendar");
    let table = [
        ("2026-03-09T08:59:59.999999+01:00", false, "2026-03-09T09:00[Europe/Berlin]"),
        ("2026-03-09T09:00:00+01:00", true, "2026-03-09T09:00[Europe/Berlin]"),
        ("2026-03-09T11:59:59.999999+01:00", true, "2026-03-09T11:59:59.999999[Europe/Berlin]"),
        ("2026-03-09T12:00:00+01:00", false, "2026-03-09T13:00[Europe/Berlin]"),
        ("2026-03-06T17:00:00+01:00", false, "2026-03-09T09:00[Europe/Berlin]"),
        ("2026-12-24T11:00:00+01:00", false, "2026-12-25T09:00[Europe/Berlin]"),
        ("2026-12-24T09:30:00+01:00", false, "2026-12-24T10:00[Europe/Berlin]"),
        // From Saturday before the clocks change.
        ("2026-03-28T12:00:00+01:00", false, "2026-03-30T09:00[Europe/Berlin]"),
    ];
    for (instant, is_open, opens) in table {
        let instant = at(instant);
        assert_eq!(
            (calendar.is_open(instant), calendar.next_opening(instant)),
            (is_open, Some(at(opens))),
            "{instant}"
        );
    }
}
