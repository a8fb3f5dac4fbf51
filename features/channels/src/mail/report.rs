//! Reports of other mail systems about a mail of ours: it was not delivered, it waits, somebody complained.
//!
//! Sources: RFC 3464 (delivery reports), RFC 5965 (complaints), RFC 3834 (what is an automatic answer instead), and what mail systems
//! without any of these write in plain text. A report is only as good as its sender: it marks mails that we know we sent, nothing else.

use super::address::Address;
use super::charset;
use super::letter::{Letter, Part};
use super::report_text::{self, Told};
use super::robots;
use super::text::one_line;

/// Recipients taken from one report.
const MOST_RECIPIENTS: usize = 100;
/// Bytes looked at of each part.
const LONGEST_PART: usize = 256 << 10;

/// What a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The mail did not reach the recipients.
    Failed,
    /// It did not reach them yet; the other system keeps trying.
    Delayed,
    /// It reached them.
    Delivered,
    /// A recipient called it unwanted.
    Complaint,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it tells.
    pub kind: Kind,
    /// Whom the mail was for, as far as it is told.
    pub recipients: Vec<String>,
    /// RFC 3463 status (`5.1.1`), when one is given.
    pub status: Option<String>,
    /// What the last server said, one line, perhaps empty.
    pub answer: String,
    /// Message-IDs that may be those of the mail, most telling first, without angle brackets.
    pub message_ids: Vec<String>,
    /// Addresses the returned mail was written from: one of them may be our signed reply address.
    pub senders: Vec<Address>,
    /// It says itself that it is a report, or a mail system sent it under such a subject; otherwise it only reads like one.
    pub is_certain: bool,
}

/// The report in this mail, if it is one.
pub fn read(letter: &Letter) -> Option<Report> {
    let returned = returned_headers(letter);
    let mut report = match machine_part(letter, &["message/feedback-report"]) {
        Some(part) => complaint(&part, &returned),
        None if is_hotmail_complaint(letter) => {
            let named = all(&returned, &["x-hmxmroriginalrecipient"]);
            blank(Kind::Complaint, named.into_iter().map(|address| address.address).collect())
        }
        None => delivery(letter, &returned)?,
    };
    report.recipients.truncate(MOST_RECIPIENTS);
    report.answer = one_line(&report.answer, 300);
    report.message_ids = message_ids(letter, &returned);
    report.senders = all(&returned, &["reply-to", "return-path", "from", "sender"]);
    Some(report)
}

fn blank(kind: Kind, recipients: Vec<String>) -> Report {
    Report {
        kind,
        recipients,
        status: None,
        answer: String::new(),
        message_ids: Vec::new(),
        senders: Vec::new(),
        is_certain: true,
    }
}

/// Microsoft writes complaints in a form of its own.
fn is_hotmail_complaint(letter: &Letter) -> bool {
    let from_there = letter.author().is_some_and(|author| author.key() == "staff@hotmail.com");
    from_there && letter.subject.to_lowercase().starts_with("complaint about message from")
}

fn complaint(part: &str, returned: &[Field]) -> Report {
    let fields: Vec<Field> = groups(part).into_iter().flatten().collect();
    let named = all(&fields, &["original-rcpt-to", "removal-recipient"]);
    let named = if named.is_empty() { all(returned, &["to"]) } else { named };
    blank(Kind::Complaint, named.into_iter().map(|address| address.address).collect())
}

fn delivery(letter: &Letter, returned: &[Field]) -> Option<Report> {
    let is_certain = certainty(letter)?;
    let status = machine_part(letter, &["message/delivery-status", "message/global-delivery-status"]);
    if let Some(report) = status.as_deref().and_then(by_fields) {
        return Some(report);
    }
    let named: Vec<String> = letter.headers_named("x-failed-recipients").flat_map(report_text::addresses).collect();
    let own: Vec<String> = letter.recipients().chain(&letter.delivered_to()).map(Address::key).collect();
    let told = report_text::read(&letter.subject, &letter.text, &own);
    let mut report = match by_fields(&letter.text) {
        Some(report) if named.is_empty() => report,
        _ => by_words(told, named, returned)?,
    };
    report.is_certain = is_certain;
    Some(report)
}

fn by_words(told: Told, named: Vec<String>, returned: &[Field]) -> Option<Report> {
    let recipients = match (named.is_empty(), told.recipients.is_empty()) {
        (false, _) => named,
        (true, false) => told.recipients,
        _ => all(returned, &["to"]).into_iter().map(|address| address.address).collect(),
    };
    if recipients.is_empty() || !told.speaks_of_failure {
        return None;
    }
    let kind = if told.is_delay { Kind::Delayed } else { Kind::Failed };
    Some(Report { status: told.status, answer: told.answer, ..blank(kind, recipients) })
}

/// Whether this can be a report at all: `true` when it says so itself or sender and subject do, `false` when only one of these does.
fn certainty(letter: &Letter) -> Option<bool> {
    let kind = letter.header("content-type").unwrap_or_default().to_lowercase();
    if kind.contains("disposition-notification") {
        return None;
    }
    let machine = ["message/delivery-status", "message/global-delivery-status"];
    if kind.contains("report-type=delivery-status")
        || kind.contains("report-type=\"delivery-status\"")
        || letter.parts.iter().any(|part| machine.contains(&part.media_type.as_str()))
        || letter.header("x-failed-recipients").is_some()
    {
        return Some(true);
    }
    if robots::is_answering_subject(&letter.subject) || report_text::is_passed_on(&letter.subject) {
        return None;
    }
    // An answer may speak of anything and name our Message-ID, an absence note too: a mail system's own words are believed, not theirs.
    let answers = letter.header("auto-submitted").is_some_and(|value| value.to_lowercase().starts_with("auto-replied"))
        || !letter.in_reply_to.is_empty()
        || !letter.references.is_empty()
        || report_text::is_answer(&letter.subject);
    let returns_nowhere = letter.header("return-path").is_some_and(|path| path.trim() == "<>");
    let by_system = letter.author().is_none_or(robots::is_daemon)
        || (returns_nowhere && !answers && returned_part(letter).is_some());
    let says_so = report_text::is_failing_subject(&letter.subject);
    (by_system || (says_so && !answers)).then_some(by_system && says_so)
}

/// A field of a header or of a status group: name in lower case, value in one line.
type Field = (String, String);

/// The groups of fields in an RFC 3464 part, or in a text that quotes one.
fn groups(text: &str) -> Vec<Vec<Field>> {
    let mut groups: Vec<Vec<Field>> = vec![Vec::new()];
    for line in text.lines() {
        let trimmed = line.trim();
        let last = groups.len() - 1;
        if trimmed.is_empty() {
            if !groups[last].is_empty() {
                groups.push(Vec::new());
            }
        } else if line.starts_with([' ', '\t']) && !groups[last].is_empty() {
            if let Some((_, value)) = groups[last].last_mut() {
                value.push(' ');
                value.push_str(trimmed);
            }
        } else if let Some((name, value)) = trimmed.split_once(':')
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            groups[last].push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

fn value<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// All addresses in the fields of these names.
fn all(fields: &[Field], names: &[&str]) -> Vec<Address> {
    let mut found = Vec::new();
    for name in names {
        for (_, value) in fields.iter().filter(|(known, _)| known == name) {
            found.extend(report_text::addresses(value).iter().filter_map(|address| Address::parse(address)));
        }
    }
    super::address::distinct(found)
}

/// The recipient of a group: where the mail went in the end, or whom it was for.
fn recipient(group: &[Field]) -> Option<String> {
    ["final-recipient", "x-actual-recipient", "original-recipient"].iter().find_map(|name| {
        let value = value(group, name)?;
        report_text::addresses(value.split_once(';').map_or(value, |(_, address)| address)).into_iter().next()
    })
}

/// Reads RFC 3464 fields; `None` when no group names a recipient.
fn by_fields(text: &str) -> Option<Report> {
    let mut delivered = Vec::new();
    let mut report = blank(Kind::Delayed, Vec::new());
    for group in groups(text) {
        let Some(recipient) = recipient(&group) else { continue };
        let action = value(&group, "action").unwrap_or_default().to_ascii_lowercase();
        if ["delivered", "relayed", "expanded"].iter().any(|done| action.starts_with(done)) {
            delivered.push(recipient);
            continue;
        }
        if !action.starts_with("delayed") && report.kind == Kind::Delayed {
            report = blank(Kind::Failed, Vec::new());
        } else if action.starts_with("delayed") && report.kind == Kind::Failed {
            continue;
        }
        if !report.recipients.iter().any(|known| known.eq_ignore_ascii_case(&recipient)) {
            report.recipients.push(recipient);
        }
        if report.answer.is_empty() {
            let diagnostic = value(&group, "diagnostic-code").unwrap_or_default();
            diagnostic.split_once(';').map_or(diagnostic, |(_, words)| words).trim().clone_into(&mut report.answer);
        }
        if report.status.is_none() {
            report.status = value(&group, "status").and_then(report_text::status);
        }
    }
    if report.recipients.is_empty() {
        return (!delivered.is_empty()).then(|| blank(Kind::Delivered, delivered));
    }
    Some(report)
}

fn text_of(part: &Part) -> String {
    let end = part.data.len().min(LONGEST_PART);
    charset::decode(&part.data[..end], None).replace("\r\n", "\n")
}

fn machine_part(letter: &Letter, types: &[&str]) -> Option<String> {
    letter.parts.iter().find(|part| types.contains(&part.media_type.as_str())).map(text_of)
}

/// The returned mail, when it is a part of its own.
fn returned_part(letter: &Letter) -> Option<&Part> {
    let types = ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"];
    letter.parts.iter().find(|part| types.contains(&part.media_type.as_str()))
}

/// The headers of the returned mail.
fn returned_headers(letter: &Letter) -> Vec<Field> {
    let part = returned_part(letter);
    part.map(|part| groups(&text_of(part)).into_iter().next().unwrap_or_default()).unwrap_or_default()
}

fn message_ids(letter: &Letter, returned: &[Field]) -> Vec<String> {
    let mut ids: Vec<String> = value(returned, "message-id").into_iter().filter_map(bare_id).collect();
    ids.extend(letter.in_reply_to.iter().chain(letter.references.iter().rev()).cloned());
    ids.extend(report_text::message_ids(&letter.text));
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids.truncate(30);
    ids
}

fn bare_id(value: &str) -> Option<String> {
    let id = value.trim().trim_start_matches('<');
    let id = id.split(['>', ' ']).next().unwrap_or_default();
    (!id.is_empty()).then(|| id.to_owned())
}
