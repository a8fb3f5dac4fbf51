//! Public holidays from an iCalendar file (RFC 5545): its all-day entries, and by line what was not understood.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::business_time::{FIRST_DAY, Holiday, LAST_DAY};
use kernel::{Result, Said};

use crate::error;

const LARGEST_FILE: usize = 1_000_000;
const MOST_FOUND: usize = 1_000;
/// More complaints than anybody reads.
const MOST_UNREAD: usize = 100;
const LONGEST_EXCERPT: usize = 120;
const LONGEST_NAME: usize = 200;

/// A holiday that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The line on which its entry begins, from 1.
    pub line: u32,
    /// The holiday.
    pub holiday: Holiday,
}

/// A line or an entry that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The line, from 1.
    pub line: u32,
    /// What it says, shortened.
    pub text: String,
    /// Why it was not taken.
    pub why: Said,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The holidays, in order of their lines.
    pub found: Vec<Found>,
    /// The first hundred of what was not taken.
    pub unread: Vec<Unread>,
    /// How many lines and entries were not taken.
    pub unread_count: usize,
}

/// Reads a calendar file. An entry that repeats for some years becomes one holiday for each of them.
///
/// # Errors
/// `service_levels.file_large`, `service_levels.file_foreign`, `service_levels.holidays_many`.
pub fn read(text: &str) -> Result<Reading> {
    if text.len() > LARGEST_FILE {
        return Err(error::FILE_LARGE.at("text"));
    }
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(error::FILE_FOREIGN.at("text"));
    }
    let mut reading = Reading::default();
    let mut entry: Option<Entry<'_>> = None;
    // Alarms and the like lie inside entries; their properties are not the entry's.
    let mut depth = 0usize;
    let lines = unfolded(text);
    for (line, content) in &lines {
        let Some(property) = Property::of(*line, content) else {
            reading.refuse(*line, content, error::LINE_BROKEN.into());
            continue;
        };
        let part = property.value.trim().to_ascii_uppercase();
        match (property.name.as_str(), part.as_str(), &mut entry) {
            ("BEGIN", "VEVENT", None) => entry = Some(Entry { line: *line, properties: Vec::new() }),
            ("BEGIN", _, Some(_)) => depth += 1,
            ("END", "VEVENT", Some(_)) if depth == 0 => reading.take(entry.take()),
            ("END", _, Some(_)) => depth = depth.saturating_sub(1),
            (_, _, Some(entry)) if depth == 0 => entry.properties.push(property),
            _ => {}
        }
        if reading.found.len() > MOST_FOUND {
            return Err(error::HOLIDAYS_MANY.at("text"));
        }
    }
    if let Some(open) = entry {
        reading.refuse(open.line, "BEGIN:VEVENT", error::ENTRY_OPEN.into());
    }
    Ok(reading)
}

impl Reading {
    fn take(&mut self, entry: Option<Entry<'_>>) {
        let Some(entry) = entry else { return };
        let is_off = entry.get("STATUS").is_some_and(|status| status.value.trim().eq_ignore_ascii_case("CANCELLED"));
        if is_off {
            return;
        }
        match entry.holidays() {
            Ok(holidays) => self.found.extend(holidays.into_iter().map(|holiday| Found { line: entry.line, holiday })),
            Err((line, text, why)) => self.refuse(line, &text, why),
        }
    }

    fn refuse(&mut self, line: u32, text: &str, why: Said) {
        self.unread_count += 1;
        if self.unread.len() < MOST_UNREAD {
            self.unread.push(Unread { line, text: text.chars().take(LONGEST_EXCERPT).collect(), why });
        }
    }
}

/// The lines with what was folded put together, each with the number of its first.
fn unfolded(text: &str) -> Vec<(u32, String)> {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        match (content.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ if content.trim().is_empty() => {}
            _ => lines.push((line, content.to_owned())),
        }
    }
    lines
}

/// `NAME;PARAMETER=…:value`
struct Property<'t> {
    line: u32,
    name: String,
    parameters: String,
    value: &'t str,
    whole: &'t str,
}

impl<'t> Property<'t> {
    fn of(line: u32, whole: &'t str) -> Option<Self> {
        let mut quoted = false;
        let colon = whole.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == ':' && !quoted
        });
        let (head, value) = (whole.get(..colon?.0)?, whole.get(colon?.0 + 1..)?);
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        let sound = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let (name, parameters) = (name.to_ascii_uppercase(), parameters.to_ascii_uppercase());
        sound.then_some(Self { line, name, parameters, value, whole })
    }
}

type Refusal = (u32, String, Said);

/// What stands between BEGIN:VEVENT and END:VEVENT.
struct Entry<'t> {
    line: u32,
    properties: Vec<Property<'t>>,
}

impl Entry<'_> {
    fn get(&self, name: &str) -> Option<&Property<'_>> {
        self.properties.iter().find(|property| property.name == name)
    }

    fn holidays(&self) -> std::result::Result<Vec<Holiday>, Refusal> {
        let here = |why: Said| (self.line, "BEGIN:VEVENT".to_owned(), why);
        let at = |property: &Property<'_>, why: Said| (property.line, property.whole.to_owned(), why);
        let start = self.get("DTSTART").ok_or_else(|| here(error::ENTRY_UNDATED.into()))?;
        let from = day(start).map_err(|why| at(start, why))?;
        let to = self.last_day(from)?;
        if to < from || (to - from).get_days() > 365 {
            return Err(at(start, error::ENTRY_RANGE.into()));
        }
        if from < FIRST_DAY || to > LAST_DAY {
            return Err(at(start, error::ENTRY_FAR.into()));
        }
        let name = self.get("SUMMARY").map(|summary| plain(summary.value)).unwrap_or_default();
        if name.is_empty() {
            return Err(here(error::ENTRY_UNNAMED.into()));
        }
        let once = Holiday { name, from, to, every_year: false, windows: Vec::new() };
        if let Some(odd) = ["RDATE", "EXDATE", "EXRULE"].iter().find_map(|name| self.get(name)) {
            return Err(at(odd, error::ENTRY_RULE.said([("rule", &odd.name)])));
        }
        let Some(rule) = self.get("RRULE") else { return Ok(vec![once]) };
        repeated(&once, rule.value.trim())
            .ok_or_else(|| at(rule, error::ENTRY_RULE.said([("rule", rule.value.trim())])))
    }

    /// The day before DTEND, or by DURATION, or the first one.
    fn last_day(&self, from: Date) -> std::result::Result<Date, Refusal> {
        if let Some(end) = self.get("DTEND") {
            let after = day(end).map_err(|why| (end.line, end.whole.to_owned(), why))?;
            // Some programs write the last day itself for a single one.
            return Ok(if after == from { from } else { after.yesterday().unwrap_or(after) });
        }
        let Some(length) = self.get("DURATION") else { return Ok(from) };
        let wrong = || (length.line, length.whole.to_owned(), error::ENTRY_RANGE.into());
        let text = length.value.trim().trim_start_matches('+').to_ascii_uppercase();
        let (count, unit) = text
            .strip_prefix('P')
            .and_then(|rest| rest.split_at_checked(rest.len().saturating_sub(1)))
            .ok_or_else(wrong)?;
        let days = match (count.parse::<i32>(), unit) {
            (Ok(days @ 1..=366), "D") => days,
            (Ok(weeks @ 1..=52), "W") => weeks * 7,
            _ => return Err(wrong()),
        };
        from.checked_add((days - 1).days()).map_err(|_| wrong())
    }
}

/// The day that a property names; an instant is none.
fn day(property: &Property<'_>) -> std::result::Result<Date, Said> {
    let value = property.value.trim();
    if value.contains(['T', 't']) || property.parameters.split(';').any(|parameter| parameter == "VALUE=DATE-TIME") {
        return Err(error::ENTRY_TIMED.into());
    }
    civil(value).ok_or_else(|| error::ENTRY_DATE.said([("value", value)]))
}

/// 20260501
fn civil(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}

/// What an entry becomes by its rule; nothing when the rule is more than the same date each year.
fn repeated(once: &Holiday, rule: &str) -> Option<Vec<Holiday>> {
    let (mut is_yearly, mut last, mut count) = (false, None, None);
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        match key.to_ascii_uppercase().as_str() {
            "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" if value == "1" => {}
            "BYMONTH" if value.parse() == Ok(once.from.month()) => {}
            "BYMONTHDAY" if value.parse() == Ok(once.from.day()) => {}
            "WKST" => {}
            "UNTIL" => last = Some(civil(value.get(..8)?)?),
            "COUNT" => count = Some(value.parse::<usize>().ok().filter(|count| *count > 0)?),
            _ => return None,
        }
    }
    if !is_yearly {
        return None;
    }
    if last.is_none() && count.is_none() {
        return Some(vec![Holiday { every_year: true, ..once.clone() }]);
    }
    let length = once.to - once.from;
    let years = (once.from.year()..=LAST_DAY.year())
        .filter_map(|year| Date::new(year, once.from.month(), once.from.day()).ok())
        .take_while(|from| last.is_none_or(|last| *from <= last))
        .take(count.unwrap_or(usize::MAX));
    let holidays = years.filter_map(|from| {
        let to = from.checked_add(length).ok().filter(|to| *to <= LAST_DAY)?;
        Some(Holiday { from, to, ..once.clone() })
    });
    Some(holidays.collect())
}

/// A text without the signs that RFC 5545 puts before commas and the like, on one line.
fn plain(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push(' '),
                Some(other) => text.push(other),
                None => {}
            },
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect()
}
