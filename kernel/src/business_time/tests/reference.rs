//! Business time against a count of minutes, one by one, that knows nothing of weeks and sums.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::super::{Calendar, Holiday, Hours, Week, Window};
use crate::Timestamp;

const MINUTE: i64 = 60_000_000;
const ZONES: [&str; 9] = [
    "Etc/UTC",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Kathmandu",
];

/// Whether the clock on the wall shows a time within a window.
fn is_open(hours: &Hours, zone: &TimeZone, at: i64) -> bool {
    let local = zone.to_datetime(Timestamp::from_micros(at).to_jiff());
    let within = |windows: &[Window]| {
        let minute = local.hour() as u16 * 60 + local.minute() as u16;
        windows.iter().any(|window| window.from <= minute && minute < window.to)
    };
    let mut special = hours.holidays.iter().filter(|holiday| covers(holiday, local.date())).peekable();
    if special.peek().is_some() {
        return special.all(|holiday| within(&holiday.windows));
    }
    let week = &hours.week;
    within(match local.date().weekday() {
        Weekday::Monday => &week.monday,
        Weekday::Tuesday => &week.tuesday,
        Weekday::Wednesday => &week.wednesday,
        Weekday::Thursday => &week.thursday,
        Weekday::Friday => &week.friday,
        Weekday::Saturday => &week.saturday,
        Weekday::Sunday => &week.sunday,
    })
}

/// Whether a day is among those of a holiday, this year's or one that began in an earlier year.
fn covers(holiday: &Holiday, day: jiff::civil::Date) -> bool {
    let length = holiday.to - holiday.from;
    (holiday.from.year()..=day.year()).filter(|year| holiday.every_year || *year == holiday.from.year()).any(|year| {
        let first = jiff::civil::Date::new(year, holiday.from.month(), holiday.from.day());
        first.is_ok_and(|first| first <= day && day <= first + length)
    })
}

fn day_windows() -> impl Strategy<Value = Vec<Window>> {
    // Ends by the quarter of an hour; an even number of different ones makes windows.
    let ends = proptest::collection::btree_set(0..=96u16, 0..6);
    ends.prop_map(|ends| {
        let ends: Vec<u16> = ends.into_iter().map(|quarter| quarter * 15).collect();
        ends.chunks_exact(2).map(|pair| Window { from: pair[0], to: pair[1] }).collect()
    })
}

fn week() -> impl Strategy<Value = Week> {
    proptest::array::uniform7(day_windows()).prop_map(
        |[monday, tuesday, wednesday, thursday, friday, saturday, sunday]| Week {
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        },
    )
}

/// Holidays around a year, some of several days, some with windows of their own.
fn holidays(year: i16) -> impl Strategy<Value = Vec<Holiday>> {
    let one = (-2..=0i16, 0..365i64, 0..5i64, any::<bool>(), day_windows()).prop_map(
        move |(earlier, day, more, every_year, windows)| {
            let from = jiff::civil::date(year + earlier, 1, 1) + jiff::ToSpan::days(day);
            let to = from + jiff::ToSpan::days(more);
            Holiday { name: "A day".to_owned(), from, to, every_year, windows }
        },
    );
    proptest::collection::vec(one, 0..12)
}

/// A calendar, and an instant in its year: often beside a change of the clocks, else anywhere.
fn calendar() -> impl Strategy<Value = (Hours, i64)> {
    (0..ZONES.len(), 2009..2028i16, any::<proptest::sample::Index>(), any::<bool>(), 0..365i64 * 1440).prop_flat_map(
        |(zone, year, change, beside, minute)| {
            let name = ZONES[zone];
            let zone = TimeZone::get(name).expect("a zone");
            let start = jiff::civil::date(year, 1, 1).to_zoned(zone.clone()).expect("an instant").timestamp();
            // Of this year: the last one that a zone's file holds may be a mere mark in 2038.
            let changes = zone
                .following(start)
                .map(|next| next.timestamp())
                .take_while(|next| start.duration_until(*next).as_hours() < 366 * 24);
            let changes: Vec<i64> = changes.map(jiff::Timestamp::as_microsecond).collect();
            let anywhere = start.as_microsecond() + minute * MINUTE;
            let from = if beside && !changes.is_empty() {
                *change.get(&changes) - (minute % (3 * 1440)) * MINUTE
            } else {
                anywhere
            };
            (week(), holidays(year))
                .prop_map(move |(week, holidays)| (Hours { time_zone: name.to_owned(), week, holidays }, from))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn business_time_is_the_count_of_open_minutes((hours, from) in calendar(), minutes in 0..8 * 1440i64) {
        let zone = TimeZone::get(&hours.time_zone).expect("a zone");
        let counted = (0..minutes).filter(|minute| is_open(&hours, &zone, from + minute * MINUTE)).count();
        let calendar = Calendar::of(&hours).expect("a calendar");
        let span = (Timestamp::from_micros(from), Timestamp::from_micros(from + minutes * MINUTE));
        prop_assert_eq!(calendar.business_time(span.0, span.1), counted as i64 * MINUTE);
        prop_assert_eq!(calendar.is_open(span.1), is_open(&hours, &zone, span.1.micros()));
        let first = (0..minutes).find(|minute| is_open(&hours, &zone, from + minute * MINUTE));
        if let Some(first) = first {
            prop_assert_eq!(calendar.next_opening(span.0), Some(Timestamp::from_micros(from + first * MINUTE)));
        }
    }
}

proptest! {
    #[test]
    fn business_time_adds_up_and_never_falls(
        (hours, from) in calendar(), first in 0..400 * 1440 * MINUTE, second in 0..4_000 * 1440 * MINUTE,
    ) {
        let calendar = Calendar::of(&hours).expect("a calendar");
        let (a, b) = (Timestamp::from_micros(from), Timestamp::from_micros(from + first));
        let c = Timestamp::from_micros(from + first + second);
        let (ab, bc, ac) = (calendar.business_time(a, b), calendar.business_time(b, c), calendar.business_time(a, c));
        prop_assert_eq!(ab + bc, ac);
        prop_assert!(ab >= 0 && bc >= 0 && ab <= first && bc <= second);
        prop_assert_eq!(calendar.business_time(c, a), 0);
    }

    #[test]
    fn what_is_added_has_passed_by_then_and_not_a_moment_earlier(
        (hours, from) in calendar(), wanted in 1..2_000 * 60 * MINUTE,
    ) {
        let calendar = Calendar::of(&hours).expect("a calendar");
        let from = Timestamp::from_micros(from);
        match calendar.add_business_time(from, wanted) {
            Some(due) => {
                prop_assert_eq!(calendar.business_time(from, due), wanted);
                let before = Timestamp::from_micros(due.micros() - 1);
                prop_assert_eq!(calendar.business_time(from, before), wanted - 1);
                prop_assert!(calendar.is_open(before));
            }
            None => prop_assert!(calendar.business_time(from, super::at("2101-01-01T00:00:00Z")) < wanted),
        }
    }

    #[test]
    fn an_opening_is_the_first_open_instant((hours, from) in calendar()) {
        let calendar = Calendar::of(&hours).expect("a calendar");
        let from = Timestamp::from_micros(from);
        if let Some(opens) = calendar.next_opening(from) {
            prop_assert!(opens >= from && calendar.is_open(opens));
            prop_assert_eq!(calendar.business_time(from, opens), 0);
        }
    }
}
