//! Which backups are kept: the newest of each of the last days, weeks and months that have one.

use std::collections::BTreeSet;

use kernel::Timestamp;

/// How many are kept of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Days that have a backup.
    pub daily: usize,
    /// Weeks that have one.
    pub weekly: usize,
    /// Months that have one.
    pub monthly: usize,
}

impl Keep {
    /// Those that are kept, of all there are. The newest always is, so the only good one is never thrown away.
    pub(crate) fn of(self, all: &[Timestamp], zone: &jiff::tz::TimeZone) -> BTreeSet<Timestamp> {
        let mut newest_first = all.to_vec();
        newest_first.sort_unstable_by(|a, b| b.cmp(a));
        let mut kept: BTreeSet<Timestamp> = newest_first.first().copied().into_iter().collect();
        let day = |at: &Timestamp| at.to_jiff().to_zoned(zone.clone()).date();
        let mut choose = |most: usize, name: &dyn Fn(&Timestamp) -> (i16, i16)| {
            let mut seen = BTreeSet::new();
            for at in &newest_first {
                let period = name(at);
                if seen.len() < most && seen.insert(period) {
                    kept.insert(*at);
                }
            }
        };
        choose(self.daily, &|at| (day(at).year(), day(at).day_of_year()));
        choose(self.weekly, &|at| {
            let week = day(at).iso_week_date();
            (week.year(), i16::from(week.week()))
        });
        choose(self.monthly, &|at| (day(at).year(), i16::from(day(at).month())));
        kept
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Keep;

    #[test]
    fn days_then_weeks_then_months_are_kept_and_never_none() {
        let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
        let newest = testkit::MONDAY_MORNING;
        let all: Vec<_> = (0..400u64).map(|day| newest.minus(Duration::from_hours(24 * day))).collect();
        let kept = Keep { daily: 7, weekly: 4, monthly: 6 }.of(&all, &zone);
        let days = |kept: &std::collections::BTreeSet<kernel::Timestamp>| -> Vec<i64> {
            kept.iter().rev().map(|at| (newest.micros() - at.micros()) / 86_400_000_000).collect()
        };
        // Monday 2 March: seven days; the Sundays 1, 8 (and 15) days back end the weeks before; then ends of months.
        assert_eq!(days(&kept), [0, 1, 2, 3, 4, 5, 6, 8, 15, 30, 61, 92, 122]);
        let few = Keep { daily: 1, weekly: 0, monthly: 0 };
        assert_eq!(days(&few.of(&all, &zone)), [0]);
        assert_eq!(Keep { daily: 0, weekly: 0, monthly: 0 }.of(&all, &zone).len(), 1);
        // A gap of weeks costs nothing: days that have a backup count.
        let sparse: Vec<_> = all.iter().step_by(30).copied().collect();
        assert_eq!(Keep { daily: 3, weekly: 0, monthly: 0 }.of(&sparse, &zone).len(), 3);
        assert!(few.of(&[], &zone).is_empty());
    }
}
