//! What a mail carries besides text and files: told to readers who see neither headers nor parts.

use super::address::Address;
use super::calendar::Invitation;
use super::letter::{Letter, Limits, Part, Protection};
use super::{calendar, parse, text};

/// Mails within a mail, and invitations, of which a preview is made.
const MOST: usize = 10;
/// Characters of the text of a mail within a mail that are shown.
const PREVIEW: usize = 2_000;
/// Bytes of a mail within a mail that are read for its preview.
const LARGEST: usize = 5 << 20;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// How the mail was signed or encrypted.
    pub protection: Option<Protection>,
    /// Invitations to meetings, answers to them, and what became of them.
    pub invitations: Vec<(usize, Invitation)>,
    /// Mails within the mail.
    pub enclosed: Vec<Enclosed>,
    /// Something was left out here to keep within the limits; the original has it.
    pub shortened: bool,
}

/// A mail within a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// Which of the parts it is.
    pub part: usize,
    /// Who wrote it.
    pub from: Option<Address>,
    /// One line.
    pub subject: String,
    /// Seconds since 1970.
    pub sent_at: Option<i64>,
    /// The beginning of its text.
    pub text: String,
}

/// Looks through a mail and its parts.
pub fn find(letter: &Letter, parts: &[Part]) -> Findings {
    let numbered = || parts.iter().enumerate();
    let invitations = numbered()
        .filter(|(_, part)| part.media_type == "text/calendar" || part.media_type == "application/ics")
        .filter_map(|(at, part)| Some((at, calendar::read(&part.data)?)));
    // A calendar often comes twice: as a part to be read by programs, and as a file.
    let mut distinct: Vec<(usize, Invitation)> = Vec::new();
    for (at, invitation) in invitations.take(MOST) {
        if !distinct.iter().any(|(_, known)| *known == invitation) {
            distinct.push((at, invitation));
        }
    }
    let mails = numbered().filter(|(_, part)| part.media_type == "message/rfc822" && part.data.len() <= LARGEST);
    Findings {
        protection: letter.protection,
        invitations: distinct,
        enclosed: mails.take(MOST).filter_map(|(at, part)| enclosed(at, part)).collect(),
        shortened: letter.shortened,
    }
}

fn enclosed(at: usize, part: &Part) -> Option<Enclosed> {
    let limits = Limits { text: 16 << 10, html: 256 << 10, recipients: 1, ..Limits::default() };
    let inner = parse::parse(&part.data, &limits).ok()?;
    let mut shown = inner.text.trim().to_owned();
    if let Some((cut, _)) = shown.char_indices().nth(PREVIEW) {
        shown.truncate(cut);
        shown.push('…');
    }
    let subject = text::one_line(&inner.subject, 300);
    Some(Enclosed { part: at, from: inner.author().cloned(), subject, sent_at: inner.sent_at, text: shown })
}
