//! Invitations (iCalendar, RFC 5545, and iTIP, RFC 5546): as much as a person wants to read on a card.

mod zone;

use super::address::Address;
use super::charset;
use super::text::one_line;

/// Larger calendars are files and nothing else.
const LARGEST: usize = 1 << 20;
/// Characters of a title or place that are shown.
const LONGEST: usize = 300;

/// A meeting somebody invites to, answers about, or calls off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invitation {
    /// `request`, `reply`, `cancel`, `publish` or another method in lower case.
    pub method: String,
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub starts: Option<When>,
    /// When it ends.
    pub ends: Option<When>,
    /// Where.
    pub place: String,
    /// Who invites.
    pub organiser: Option<Address>,
    /// How many are invited.
    pub attendees: usize,
    /// It comes again.
    pub repeats: bool,
    /// With a reply: `accepted`, `declined` or `tentative`.
    pub answer: Option<&'static str>,
}

/// A time as the calendar has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    /// `2026-05-03T10:00:00` there, or `2026-05-03` for a whole day.
    pub local: String,
    /// The zone's name; empty when the calendar leaves it open.
    pub zone: String,
    /// The instant, seconds since 1970; unknown when the zone is.
    pub at: Option<i64>,
}

/// Reads the first event of a calendar; `None` when there is none.
pub fn read(data: &[u8]) -> Option<Invitation> {
    if data.len() > LARGEST {
        return None;
    }
    let text = charset::decode(data, None);
    let mut found = Invitation::default();
    let (mut inside, mut below, mut seen, mut length) = (false, 0_usize, false, None);
    for line in unfolded(&text) {
        let Some(line) = Line::read(&line) else { continue };
        match (line.name.as_str(), inside) {
            ("BEGIN", false) if line.value.eq_ignore_ascii_case("VEVENT") && !seen => (inside, seen) = (true, true),
            // Alarms within the event have times of their own.
            ("BEGIN", true) => below += 1,
            ("END", true) if below > 0 => below -= 1,
            ("END", true) => inside = false,
            ("METHOD", false) => found.method = one_line(&line.value, 20).to_ascii_lowercase(),
            ("DURATION", true) if below == 0 => length = zone::seconds(&line.value),
            (_, true) if below == 0 => found.take(&line),
            _ => {}
        }
    }
    if let (None, Some(starts), Some(length)) = (&found.ends, &found.starts, length) {
        found.ends = zone::later(starts, length);
    }
    seen.then_some(found)
}

impl Invitation {
    fn take(&mut self, line: &Line) {
        match line.name.as_str() {
            "SUMMARY" => self.title = one_line(&unescaped(&line.value), LONGEST),
            "LOCATION" => self.place = one_line(&unescaped(&line.value), LONGEST),
            "DTSTART" => self.starts = zone::when(&line.value, line.parameter("TZID")),
            "DTEND" => self.ends = zone::when(&line.value, line.parameter("TZID")),
            "RRULE" | "RDATE" => self.repeats = true,
            "STATUS" if line.value.eq_ignore_ascii_case("CANCELLED") => "cancel".clone_into(&mut self.method),
            "ORGANIZER" => self.organiser = person(line),
            "ATTENDEE" => {
                self.attendees += 1;
                self.answer = match line.parameter("PARTSTAT").unwrap_or_default().to_ascii_uppercase().as_str() {
                    _ if self.method != "reply" => None,
                    "ACCEPTED" => Some("accepted"),
                    "DECLINED" => Some("declined"),
                    "TENTATIVE" => Some("tentative"),
                    _ => None,
                };
            }
            _ => {}
        }
    }
}

fn person(line: &Line) -> Option<Address> {
    let address = line.value.get(7..).filter(|_| line.value.to_ascii_lowercase().starts_with("mailto:"));
    let address = address.unwrap_or(&line.value);
    Address::parse(address).map(|found| found.named(&one_line(line.parameter("CN").unwrap_or_default(), LONGEST)))
}

/// Lines, those that were folded joined again.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// `NAME;PARAMETER=value;PARAMETER="value":value`
struct Line {
    name: String,
    parameters: Vec<(String, String)>,
    value: String,
}

impl Line {
    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == ':' && !quoted
        })?;
        let (head, value) = (&line[..colon.0], &line[colon.0 + 1..]);
        let mut pieces = split_unquoted(head).into_iter();
        let name = pieces.next()?.trim().to_ascii_uppercase();
        let parameters = pieces.filter_map(|piece| {
            let (name, value) = piece.split_once('=')?;
            Some((name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
        });
        Some(Self { name, parameters: parameters.collect(), value: value.trim().to_owned() })
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn split_unquoted(head: &str) -> Vec<&str> {
    let (mut quoted, mut from, mut pieces) = (false, 0, Vec::new());
    for (at, c) in head.char_indices() {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            pieces.push(&head[from..at]);
            from = at + 1;
        }
    }
    pieces.push(&head[from..]);
    pieces
}

fn unescaped(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => {}
            },
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
