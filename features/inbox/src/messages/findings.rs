//! What a mail carries besides text and files: shown as badges and cards in the thread.

use db::{Tx, p};
use kernel::{Fault, MessageId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Address;
use crate::attachments::AttachmentId;

db::sql! {
    SAVE = "update inbox_messages set findings = $1 where id = $2";
}

/// What a mail carries besides text and files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Findings {
    /// How it was signed or encrypted. No signature is checked, nothing is decrypted.
    pub protection: Option<Protection>,
    /// Invitations to meetings, answers to them, and what was called off.
    pub invitations: Vec<Invitation>,
    /// Mails within the mail.
    pub enclosed: Vec<EnclosedMail>,
    /// Something was too long to be kept here; the original mail has it.
    pub shortened: bool,
}

/// How a mail was signed or encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// A signature (S/MIME) lies beside the text; it is not checked.
    SmimeSigned,
    /// Text and files lie inside the signature (S/MIME); they cannot be read here.
    SmimeWrapped,
    /// Encrypted (S/MIME); it cannot be read here.
    SmimeEncrypted,
    /// A signature (OpenPGP) lies beside or around the text; it is not checked.
    PgpSigned,
    /// Encrypted (OpenPGP); it cannot be read here.
    PgpEncrypted,
}

/// An invitation to a meeting, an answer to one, or a meeting called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// The calendar file.
    pub attachment_id: AttachmentId,
    /// `request`, `reply`, `cancel`, `publish` or another word of the calendar; perhaps empty.
    #[schema(examples("request"))]
    pub method: String,
    /// What the meeting is called.
    #[schema(examples("Test ride"))]
    pub title: String,
    /// When it begins.
    pub starts: Option<CalendarTime>,
    /// When it ends.
    pub ends: Option<CalendarTime>,
    /// Where it is.
    #[schema(examples("Workshop, gate 2"))]
    pub place: String,
    /// Who invites.
    pub organiser: Option<Address>,
    /// How many are invited.
    #[schema(examples(3))]
    pub attendees: u32,
    /// Whether it comes again.
    pub repeats: bool,
    /// With a reply: `accepted`, `declined` or `tentative`.
    #[schema(examples("accepted"))]
    pub answer: Option<String>,
}

/// A time as a calendar tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarTime {
    /// The time there, or the day alone when it is about whole days.
    #[schema(examples("2026-07-14T10:00:00"))]
    pub local: String,
    /// The zone's name; empty when the calendar leaves it open.
    #[schema(examples("Europe/Berlin"))]
    pub zone: String,
    /// The instant; null for whole days and unknown zones.
    pub at: Option<Timestamp>,
}

/// A mail within a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnclosedMail {
    /// The whole of it, as a file.
    pub attachment_id: AttachmentId,
    /// Who wrote it.
    pub from: Option<Address>,
    /// Its subject line.
    #[schema(examples("Invoice 4711"))]
    pub subject: String,
    /// When it was written, by its sender's clock.
    pub sent_at: Option<Timestamp>,
    /// The beginning of its text.
    #[schema(examples("Please find our invoice attached."))]
    pub text: String,
}

/// Keeps what was found with a message; nothing when nothing was found.
pub fn save(tx: &mut Tx<'_>, message: MessageId, findings: &Findings) -> Result<()> {
    if *findings == Findings::default() {
        return Ok(());
    }
    let stored = serde_json::to_string(findings).map_err(Fault::internal)?;
    tx.exec(SAVE, p![stored, message]).map(drop)
}

/// As they are stored.
pub(super) fn read(stored: Option<String>) -> Result<Option<Findings>> {
    stored.map(|stored| serde_json::from_str(&stored).map_err(Fault::internal)).transpose()
}
