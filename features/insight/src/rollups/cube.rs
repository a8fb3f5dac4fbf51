//! By what and over which stretches is rolled up.

use jiff::Span;
use jiff::civil::{Date, date};
use kernel::{PersonId, Timestamp};

use crate::facts::Place;
use crate::metrics::By;

/// Between the fields of a part of two.
const BETWEEN: char = '|';

/// A set of fields by which is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dimension {
    pub(crate) number: u8,
    pub(crate) fields: &'static [By],
}

/// All of them, the cheapest first. Other combinations are answered from the facts.
pub(crate) const DIMENSIONS: &[Dimension] = &[
    Dimension { number: 0, fields: &[] },
    Dimension { number: 1, fields: &[By::Team] },
    Dimension { number: 3, fields: &[By::Channel] },
    Dimension { number: 4, fields: &[By::Topic] },
    Dimension { number: 5, fields: &[By::Team, By::Channel] },
    Dimension { number: 2, fields: &[By::Team, By::Agent] },
];

impl Dimension {
    /// The cheapest that divides by all of some fields.
    pub(crate) fn holding(fields: &[By]) -> Option<Self> {
        DIMENSIONS.iter().copied().find(|dimension| fields.iter().all(|field| dimension.fields.contains(field)))
    }

    /// The part that a sample of a conversation belongs to.
    pub(crate) fn part(self, about: Place<'_>, person: Option<PersonId>) -> String {
        let mut part = String::new();
        for (place, field) in self.fields.iter().enumerate() {
            if place > 0 {
                part.push(BETWEEN);
            }
            match field {
                By::Team => about.team.iter().for_each(|team| part.push_str(&team.to_string())),
                By::Agent => person.iter().for_each(|person| part.push_str(&person.to_string())),
                By::Topic => about.topic.iter().for_each(|topic| part.push_str(&topic.to_string())),
                _ => part.push_str(about.channel),
            }
        }
        part
    }

    /// The value of one of its fields in a part.
    pub(crate) fn value(self, part: &str, field: By) -> &str {
        let place = self.fields.iter().position(|known| *known == field);
        place.and_then(|place| part.split(BETWEEN).nth(place)).unwrap_or_default()
    }
}

/// How long the stretches are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Grain {
    Day,
    Week,
    Month,
}

impl Grain {
    pub(crate) const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Day => 0,
            Self::Week => 1,
            Self::Month => 2,
        }
    }

    pub(crate) fn by(self) -> By {
        match self {
            Self::Day => By::Day,
            Self::Week => By::Week,
            Self::Month => By::Month,
        }
    }

    /// The first day of the stretch that a day lies in.
    pub(crate) fn first(self, day: Date) -> Date {
        self.by().begins(day).unwrap_or(day)
    }

    /// The last day of the stretch that begins on a day.
    pub(crate) fn last(self, first: Date) -> Date {
        match self {
            Self::Day => first,
            Self::Week => first.saturating_add(Span::new().days(6)),
            Self::Month => first.last_of_month(),
        }
    }
}

/// Days since 1970-01-01.
pub(crate) fn days(day: Date) -> i64 {
    date(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// The day so many days after 1970-01-01.
pub(crate) fn day(days: i64) -> Date {
    date(1970, 1, 1).saturating_add(Span::new().days(days))
}

/// The civil day of an instant.
pub(crate) fn day_of(at: Timestamp, zone: &jiff::tz::TimeZone) -> Date {
    at.to_jiff().to_zoned(zone.clone()).date()
}
