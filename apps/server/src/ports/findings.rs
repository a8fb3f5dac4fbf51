//! What `channels` found in a mail, in the words of `inbox`.

use channels::desk::Attached;
use channels::mail::calendar;
use channels::mail::findings::{Enclosed, Findings};
use channels::mail::letter::Protection;
use inbox::attachments::AttachmentId;
use inbox::messages::findings as shown;
use kernel::{Timestamp, TypedId};

/// Parts are named by the attachments they became; what belongs to none is left out.
pub(super) fn told(found: &Findings, attachments: &[Attached]) -> shown::Findings {
    let id = |part: usize| attachments.get(part).map(|file| AttachmentId::from_raw(file.id));
    shown::Findings {
        protection: found.protection.map(protection),
        invitations: found.invitations.iter().filter_map(|(part, it)| Some(invitation(id(*part)?, it))).collect(),
        enclosed: found.enclosed.iter().filter_map(|mail| Some(enclosed(id(mail.part)?, mail))).collect(),
        shortened: found.shortened,
    }
}

fn protection(found: Protection) -> shown::Protection {
    match found {
        Protection::SmimeSigned => shown::Protection::SmimeSigned,
        Protection::SmimeWrapped => shown::Protection::SmimeWrapped,
        Protection::SmimeEncrypted => shown::Protection::SmimeEncrypted,
        Protection::PgpSigned => shown::Protection::PgpSigned,
        Protection::PgpEncrypted => shown::Protection::PgpEncrypted,
    }
}

/// Seconds of a stranger's clock; none when they lie outside of what an instant can be.
fn instant(seconds: i64) -> Option<Timestamp> {
    // Year 9999 is where instants stop being written with four digits.
    (0..253_402_300_800).contains(&seconds).then(|| Timestamp::from_micros(seconds * 1_000_000))
}

fn time(when: &calendar::When) -> shown::CalendarTime {
    shown::CalendarTime { local: when.local.clone(), zone: when.zone.clone(), at: when.at.and_then(instant) }
}

fn invitation(attachment_id: AttachmentId, it: &calendar::Invitation) -> shown::Invitation {
    shown::Invitation {
        attachment_id,
        method: it.method.clone(),
        title: it.title.clone(),
        starts: it.starts.as_ref().map(time),
        ends: it.ends.as_ref().map(time),
        place: it.place.clone(),
        organiser: it.organiser.as_ref().map(super::desk::to_inbox),
        attendees: u32::try_from(it.attendees).unwrap_or(u32::MAX),
        repeats: it.repeats,
        answer: it.answer.map(str::to_owned),
    }
}

fn enclosed(attachment_id: AttachmentId, mail: &Enclosed) -> shown::EnclosedMail {
    shown::EnclosedMail {
        attachment_id,
        from: mail.from.as_ref().map(super::desk::to_inbox),
        subject: mail.subject.clone(),
        sent_at: mail.sent_at.and_then(instant),
        text: mail.text.clone(),
    }
}
