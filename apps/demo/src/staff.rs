//! Who is at work when, and how long things take them.

use jiff::civil::Date;

use crate::chance::Chance;
use crate::clock::{self, DAY, HOUR, Instant, MINUTE};
use crate::lang::Lang;
use crate::season::Year;
use crate::world::{PEOPLE, Role, Team};

/// The rota of the year, simple enough to be computed when asked.
#[derive(Debug)]
pub struct Staff {
    /// Per person: the days off, first and last.
    leave: Vec<Vec<(Date, Date)>>,
}

impl Staff {
    pub fn new(year: &Year, mut chance: Chance) -> Self {
        let first = clock::local(year.start).date();
        let leave = PEOPLE.iter().enumerate().map(|(place, person)| {
            // Colleagues of a team take turns.
            let rank = PEOPLE[..place].iter().filter(|other| other.team == person.team).count() as i64;
            [(20 + rank * 8, 4), (92 + rank * 12, 7), (202 + rank * 17, 13)]
                .map(|(earliest, days)| {
                    let from = clock::shift(first, earliest + chance.between(0, 3));
                    (from, clock::shift(from, days))
                })
                .to_vec()
        });
        Self { leave: leave.collect() }
    }

    /// The day somebody joined.
    pub fn joined(person: usize, year: &Year) -> Instant {
        year.start + i64::from(PEOPLE[person].joined) * 30 * DAY
    }

    /// The instant at which somebody who begins now has worked so many minutes on it.
    pub fn after(&self, year: &Year, person: usize, at: Instant, minutes: f64) -> Instant {
        let mut left = (minutes * 60.0) as i64;
        let first = clock::local(at).date();
        for ahead in 0..90 {
            let day = clock::shift(first, ahead);
            for (from, to) in self.hours(year, person, day).into_iter().flatten() {
                let from = from.max(at);
                if to <= from {
                    continue;
                }
                if to - from > left {
                    return from + left;
                }
                left -= to - from;
            }
        }
        at + 90 * DAY
    }

    /// Somebody of the team who writes this language and is there soonest, in proportion to the shares.
    pub fn choose(&self, year: &Year, team: Team, lang: Lang, at: Instant, chance: &mut Chance) -> usize {
        let able = |index: &usize| {
            let person = &PEOPLE[*index];
            person.answers() && person.languages.contains(&lang) && at >= Self::joined(*index, year)
        };
        let mut own: Vec<usize> =
            (0..PEOPLE.len()).filter(|index| PEOPLE[*index].team == Some(team)).filter(able).collect();
        if own.is_empty() {
            own = (0..PEOPLE.len()).filter(able).collect();
        }
        let begins: Vec<Instant> = own.iter().map(|index| self.after(year, *index, at, 0.0)).collect();
        let soonest = begins.iter().copied().min().unwrap_or(at);
        let weight = |(index, begin): (&usize, &Instant)| {
            if *begin <= soonest + 3 * HOUR { PEOPLE[*index].share } else { 0.0 }
        };
        let weights: Vec<f64> = own.iter().zip(&begins).map(weight).collect();
        own[chance.weighted(weights.iter().copied())]
    }

    /// The lead of a team.
    pub fn lead(team: Team) -> usize {
        PEOPLE.iter().position(|one| one.role == Role::Lead && one.team == Some(team)).unwrap_or(1)
    }

    /// The working hours of a person on a day: usually one span, in the last hours of the year a second one.
    fn hours(&self, year: &Year, person: usize, day: Date) -> [Option<(Instant, Instant)>; 2] {
        let (from, to) = PEOPLE[person].hours;
        let away = self.leave[person].iter().any(|(first, last)| (*first..=*last).contains(&day));
        let rota = if away || year.is_feast(day) {
            None
        } else if clock::is_weekend(day) {
            let week = clock::days(day) / 7;
            let on_duty = PEOPLE[person].answers() && (week + person as i64) % 4 == 0;
            on_duty.then_some((9 * 60, 15 * 60))
        } else {
            Some((from, to))
        };
        let span = rota.map(|(from, to)| (clock::instant(day, from * MINUTE), clock::instant(day, to * MINUTE)));
        // Whoever looks at the demo at night or on a Sunday still sees a desk at work.
        let late = (year.until - 6 * HOUR, year.until + HOUR);
        let touches = [late.0, late.1].iter().any(|at| clock::local(*at).date() == day);
        let second = PEOPLE[person].answers() && person.is_multiple_of(2) && touches;
        [span, second.then_some(late)]
    }
}
