//! When people write: the season, the week, the hour, and the happenings of this company's year.

use jiff::civil::Date;

use crate::clock::{self, DAY, HOUR, Instant};

/// The year that ends at an instant.
#[derive(Debug, Clone)]
pub struct Year {
    pub start: Instant,
    pub until: Instant,
    happenings: Vec<Happening>,
    black_fridays: [Date; 2],
    feasts: Vec<Date>,
}

/// Something that happened and made people write.
#[derive(Debug, Clone)]
pub struct Happening {
    pub name: &'static str,
    pub start: Instant,
    pub end: Instant,
}

/// What a happening does to a topic: the topic, the factor on the first day, and the factor on the last.
const EFFECTS: [(&str, &str, f64, f64); 13] = [
    ("strike", "delivery.where", 5.5, 3.0),
    ("strike", "delivery.appointment", 1.8, 1.4),
    ("strike", "orders.change", 1.8, 1.2),
    ("recall", "warranty.recall", 90.0, 4.0),
    ("recall", "technical.battery", 1.5, 1.0),
    ("recall", "company.claim", 1.6, 1.0),
    ("firmware", "connected.firmware", 30.0, 6.0),
    ("firmware", "technical.motor", 1.7, 1.1),
    ("firmware", "connected.pairing", 1.8, 1.1),
    ("blackfriday", "orders.voucher", 22.0, 12.0),
    ("blackfriday", "orders.payment", 3.0, 2.0),
    ("blackfriday", "orders.advice", 1.8, 1.6),
    ("blackfriday", "orders.availability", 2.2, 1.8),
];

/// January to December.
const MONTHS: [f64; 12] = [0.62, 0.74, 1.18, 1.52, 1.48, 1.22, 1.08, 1.00, 0.98, 0.84, 0.82, 0.74];
/// Monday to Sunday.
const WEEK: [f64; 7] = [1.42, 1.16, 1.04, 1.0, 0.94, 0.56, 0.5];
/// Midnight to 23:00, local time.
const HOURS: [f64; 24] = [
    0.10, 0.05, 0.03, 0.03, 0.05, 0.14, 0.42, 0.85, 1.45, 1.90, 2.05, 1.85, 1.45, 1.35, 1.45, 1.40, 1.30, 1.20, 1.15,
    1.20, 1.25, 1.05, 0.70, 0.32,
];

impl Year {
    /// The twelve months before an instant.
    pub fn ending(until: Instant) -> Self {
        let start = until - 365 * DAY;
        let last = clock::local(until).year();
        let span = |name, from: i64, days: i64| {
            let from = start + from * DAY;
            Happening { name, start: from, end: from + days * DAY }
        };
        let mut happenings = vec![span("strike", 138, 16), span("recall", 219, 60), span("firmware", 287, 26)];
        let black_fridays = [clock::black_friday(last - 1), clock::black_friday(last)];
        for friday in black_fridays {
            let from = clock::instant(clock::shift(friday, -4), 0);
            happenings.push(Happening { name: "blackfriday", start: from, end: from + 8 * DAY });
        }
        let feasts = [last - 1, last].into_iter().flat_map(feasts).collect();
        Self { start, until, happenings, black_fridays, feasts }
    }

    /// The happening of this name that is going on.
    pub fn during(&self, name: &str, at: Instant) -> bool {
        self.happenings.iter().any(|one| one.name == name && (one.start..one.end).contains(&at))
    }

    /// When a happening of this name first began.
    pub fn began(&self, name: &str) -> Instant {
        self.happenings.iter().find(|one| one.name == name).map_or(self.start, |one| one.start)
    }

    /// A public holiday in most of the countries.
    pub fn is_feast(&self, day: Date) -> bool {
        self.feasts.contains(&day)
    }

    /// How many people write at this hour, relative to others.
    pub fn intensity(&self, at: Instant) -> f64 {
        let local = clock::local(at);
        let day = local.date();
        let mut factor = month(day)
            * WEEK[day.weekday().to_monday_zero_offset() as usize]
            * HOURS[usize::try_from(local.hour()).unwrap_or(0)];
        if self.is_feast(day) {
            factor *= 0.45;
        }
        if self.black_fridays.iter().any(|friday| (clock::days(*friday) - clock::days(day)).abs() <= 3) {
            factor *= 1.35;
        }
        // The last days are fuller than the season would make them, so that there is a backlog worth looking at.
        if at > self.until - 6 * DAY {
            factor *= 1.5;
        }
        // The last hours are busy whatever the time of day, so that the desk looks alive to somebody who just arrived.
        if at > self.until - 7 * HOUR {
            factor = factor.max(4.5);
        }
        factor
    }

    /// How much more than usual a topic occurs at an instant.
    pub fn factor(&self, topic: &str, at: Instant) -> f64 {
        if topic == "warranty.recall" && at < self.began("recall") {
            return 0.0;
        }
        let mut factor = if topic == "warranty.recall" { 0.25 } else { 1.0 };
        for one in self.happenings.iter().filter(|one| (one.start..one.end).contains(&at)) {
            let passed = (at - one.start) as f64 / (one.end - one.start) as f64;
            for (_, _, first, last) in EFFECTS.iter().filter(|effect| effect.0 == one.name && effect.1 == topic) {
                // Interest falls quickly at first.
                factor *= last + (first - last) * (1.0 - passed) * (1.0 - passed);
            }
        }
        factor * seasonal(topic, clock::local(at).month())
    }

    /// How far the desk was behind: what makes answers late.
    pub fn load(&self, at: Instant) -> f64 {
        let spring = if (4..=5).contains(&clock::local(at).month()) { 1.35 } else { 1.0 };
        let behind = if at > self.until - 3 * DAY { 2.2 } else { 1.0 };
        let pressed = [("strike", 1.5), ("recall", 1.6), ("firmware", 1.25), ("blackfriday", 1.2)];
        pressed
            .into_iter()
            .filter(|(name, _)| self.during(name, at))
            .fold(spring * behind, |load, (_, factor)| load * factor)
    }
}

/// The months flow into each other: the factor of a day lies between those of the two nearest months.
fn month(day: Date) -> f64 {
    let index = (day.month() - 1) as usize;
    let place = (f64::from(day.day()) - 15.0) / 30.0;
    let other = if place < 0.0 { (index + 11) % 12 } else { (index + 1) % 12 };
    MONTHS[index] * (1.0 - place.abs()) + MONTHS[other] * place.abs()
}

fn seasonal(topic: &str, month: i8) -> f64 {
    let cold = matches!(month, 11 | 12 | 1 | 2);
    let warm = (4..=9).contains(&month);
    match topic {
        "technical.battery" if cold => 1.5,
        "orders.voucher" if month == 12 => 1.6,
        "returns.withdrawal" | "returns.exchange" if month == 1 => 1.8,
        "orders.advice" if (2..=5).contains(&month) => 1.5,
        "technical.wheels" | "warranty.crash" | "connected.theft" if warm => 1.3,
        "company.stock" if (1..=4).contains(&month) => 1.6,
        _ => 1.0,
    }
}

fn feasts(year: i16) -> Vec<Date> {
    let easter = clock::easter(year);
    let moving = [-2, 0, 1, 39, 49, 50].map(|by| clock::shift(easter, by));
    let fixed = [(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)].map(|(m, d)| jiff::civil::date(year, m, d));
    moving.into_iter().chain(fixed).collect()
}
