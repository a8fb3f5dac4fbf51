//! A mail that came in, and what became of it.

use kernel::{ConversationId, MailboxId, MessageId, Timestamp};

use crate::mail::letter::Unreadable;
use crate::storms::model::StormId;
use crate::why::Why;

db::typed_id!(
    /// A mail that came in.
    IntakeId, "mail");

/// What became of handing a mail over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is kept and will be placed.
    New(IntakeId),
    /// It was kept before.
    Duplicate(IntakeId),
}

/// The states of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Kept, to be placed in a moment.
    Waiting,
    /// In a conversation.
    Placed,
    /// Could not be placed; a person must look.
    Kept,
    /// Needs no place, for a reason.
    Ignored,
    /// A person looked and needs nothing done.
    Dismissed,
}

impl State {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Placed => "placed",
            Self::Kept => "kept",
            Self::Ignored => "ignored",
            Self::Dismissed => "dismissed",
        }
    }
}

/// Why a mail found no place, or needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nothing in it.
    Empty,
    /// It has no header of a mail.
    NotAMail,
    /// Larger than we read.
    TooLarge,
    /// More parts than we read.
    TooManyParts,
    /// Nobody says who wrote it.
    NoSender,
    /// No mailbox of ours is among the recipients.
    NoMailbox,
    /// It says it is from one of our own mailboxes, but we did not send it.
    OwnAddress,
    /// We sent it ourselves.
    OwnCopy,
    /// The same mail came in by another mailbox.
    SameMail,
    /// A mail of ours came back: that mail is marked.
    DeliveryReport,
    /// A mail of ours is late; the other system keeps trying.
    DeliveryDelayed,
    /// A mail of ours arrived.
    DeliveryNotice,
    /// A mail came back, but none that we know we sent.
    ReportUnmatched,
    /// A recipient called a mail of ours unwanted.
    Complaint,
    /// Our program failed on it.
    Failed,
}

impl Reason {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAMail => "not_a_mail",
            Self::TooLarge => "too_large",
            Self::TooManyParts => "too_many_parts",
            Self::NoSender => "no_sender",
            Self::NoMailbox => "no_mailbox",
            Self::OwnAddress => "own_address",
            Self::OwnCopy => "own_copy",
            Self::SameMail => "same_mail",
            Self::DeliveryReport => "delivery_report",
            Self::DeliveryDelayed => "delivery_delayed",
            Self::DeliveryNotice => "delivery_notice",
            Self::ReportUnmatched => "report_unmatched",
            Self::Complaint => "complaint",
            Self::Failed => "failed",
        }
    }

    /// The reason with that word.
    pub fn of(code: &str) -> Option<Self> {
        let all = [
            Self::Empty,
            Self::NotAMail,
            Self::TooLarge,
            Self::TooManyParts,
            Self::NoSender,
            Self::NoMailbox,
            Self::OwnAddress,
            Self::OwnCopy,
            Self::SameMail,
            Self::DeliveryReport,
            Self::DeliveryDelayed,
            Self::DeliveryNotice,
            Self::ReportUnmatched,
            Self::Complaint,
            Self::Failed,
        ];
        all.into_iter().find(|reason| reason.code() == code)
    }

    /// In words for a person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "The mail is empty.",
            Self::NotAMail => "This has none of the headers a mail has.",
            Self::TooLarge => "The mail is larger than Quarterdeck reads.",
            Self::TooManyParts => "The mail has more attachments than Quarterdeck reads.",
            Self::NoSender => "The mail does not say who wrote it.",
            Self::NoMailbox => "None of the mailboxes is among the recipients.",
            Self::OwnAddress => "The mail says it is from one of your own mailboxes, but Quarterdeck did not send it.",
            Self::OwnCopy => "A copy of a mail that Quarterdeck sent.",
            Self::SameMail => "The same mail came in by another mailbox and is in a conversation already.",
            Self::DeliveryReport => "A mail came back; the message it carried is marked as not delivered.",
            Self::DeliveryDelayed => "Another mail server tells that a mail is late; it keeps trying.",
            Self::DeliveryNotice => "Another mail server tells that a mail was delivered.",
            Self::ReportUnmatched => "A mail came back, but it is none that Quarterdeck knows it sent.",
            Self::Complaint => "A recipient called a mail of yours unwanted; their mail provider reports it.",
            Self::Failed => "Quarterdeck failed on this mail; an administrator finds the cause in the log.",
        }
    }

    /// Whether a person should look.
    pub fn state(self) -> State {
        match self {
            Self::OwnCopy | Self::SameMail | Self::DeliveryReport | Self::DeliveryDelayed | Self::DeliveryNotice => {
                State::Ignored
            }
            _ => State::Kept,
        }
    }

    /// Whether a mail with this reason waits for a person.
    pub fn needs_look(self) -> bool {
        self.state() == State::Kept
    }
}

impl From<Unreadable> for Reason {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::Empty => Self::Empty,
            Unreadable::NoHeaders => Self::NotAMail,
            Unreadable::TooLarge => Self::TooLarge,
            Unreadable::TooManyParts => Self::TooManyParts,
        }
    }
}

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Its id.
    pub id: IntakeId,
    /// Where it came in; none when it was piped in for nobody we know.
    pub mailbox: Option<MailboxId>,
    /// `imap` or `pipe`.
    pub source: String,
    /// The raw mail's blob.
    pub blob: String,
    /// Bytes.
    pub size: i64,
    /// What makes two deliveries the same mail.
    pub content_key: String,
    /// As far as it could be told.
    pub from_address: String,
    /// As far as it could be told.
    pub subject: String,
    /// When it arrived at the mail server.
    pub arrived_at: Timestamp,
    /// When it came to us.
    pub received_at: Timestamp,
    /// It was there before the mailbox was connected.
    pub historic: bool,
    /// `waiting`, `placed`, `kept`, `ignored` or `dismissed`.
    pub state: String,
    /// A word of [`Reason`], or empty.
    pub reason: String,
    /// More about the reason.
    pub detail: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Where it was placed.
    pub conversation: Option<ConversationId>,
    /// As which message.
    pub message: Option<MessageId>,
    /// More about the reason, by its codes.
    pub why: Option<Why>,
    /// The flood it is part of.
    pub storm: Option<StormId>,
    /// When it is placed, being part of a flood.
    pub release_at: Timestamp,
}
