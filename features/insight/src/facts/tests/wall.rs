//! The clock on the department's wall, minute by minute.

use kernel::Timestamp;
use kernel::business_time::{Calendar, Holiday, Hours, Week, Window};
use testkit::MONDAY_MORNING;

const MINUTE: i64 = 60_000_000;

/// Some departments: office hours, round the clock but for a day, two windows far away, never.
pub(super) fn hours(which: usize) -> Hours {
    let window = |from: u16, to: u16| Window { from: from * 60, to: to * 60 };
    match which {
        0 => Hours::usual("Europe/Berlin"),
        1 => {
            let day = jiff::civil::date(2026, 3, 4);
            let closed = Holiday { name: "Closed".into(), from: day, to: day, every_year: false, windows: vec![] };
            let always = [window(0, 24)];
            let week = Week { saturday: always.to_vec(), sunday: always.to_vec(), ..Week::workdays(&always) };
            Hours { time_zone: "Etc/UTC".into(), week, holidays: vec![closed] }
        }
        2 => Hours {
            time_zone: "America/New_York".into(),
            week: Week::workdays(&[window(9, 12), window(13, 17)]),
            holidays: vec![],
        },
        _ => Hours { time_zone: "Etc/UTC".into(), week: Week::default(), holidays: vec![] },
    }
}

/// How many minutes the department had worked, at each minute since the beginning.
pub(super) struct Wall {
    worked: Option<Vec<i64>>,
}

impl Wall {
    /// Of a department whose hours were decided at these instants; the first decision is taken for all that was before it.
    pub(super) fn of(decided: &[(Timestamp, Hours)], until: Timestamp) -> Self {
        let calendars: Vec<(Timestamp, Calendar)> =
            decided.iter().map(|(at, hours)| (*at, Calendar::of(hours).expect("a calendar"))).collect();
        let Some(((_, first), later)) = calendars.split_first() else { return Self { worked: None } };
        let mut worked = vec![0];
        for minute in 0..(until.micros() - MONDAY_MORNING.micros()) / MINUTE {
            let at = Timestamp::from_micros(MONDAY_MORNING.micros() + minute * MINUTE);
            let calendar = later.iter().rev().find(|(from, _)| *from <= at).map_or(first, |(_, calendar)| calendar);
            worked.push(worked[minute as usize] + i64::from(calendar.is_open(at)));
        }
        Self { worked: Some(worked) }
    }

    /// Time between two instants during which the department worked; all of it when nobody ever said when it does.
    pub(super) fn between(&self, from: Timestamp, until: Timestamp) -> i64 {
        let minute = |at: Timestamp| ((at.micros() - MONDAY_MORNING.micros()) / MINUTE) as usize;
        match &self.worked {
            None => (until.micros() - from.micros()).max(0),
            Some(worked) => (worked[minute(until)] - worked[minute(from)]).max(0) * MINUTE,
        }
    }
}
