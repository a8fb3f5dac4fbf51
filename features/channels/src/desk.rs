//! The ports through which mail reaches contacts and conversations. The server wires them over `customers` and `inbox`.
//!
//! Everything here happens inside the unit of work that is handed in, so a mail is placed whole or not at all.

use db::Tx;
use kernel::{Actor, ContactId, ConversationId, Fault, MailboxId, MessageId, Result, TeamId, Timestamp};

use crate::mail::address::Address;
use crate::mail::findings::Findings;

/// A conversation to be opened for a mail that belongs to none.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Where the mail came in; nobody's when it was piped in without a mailbox.
    pub mailbox: Option<MailboxId>,
    /// The team that looks after that mailbox.
    pub team: Option<TeamId>,
    /// Who wrote.
    pub contact: ContactId,
    /// One line, perhaps empty.
    pub subject: String,
    /// When the mail arrived.
    pub at: Timestamp,
    /// A conversation the mail pointed at without right: for the reader's eyes, never the author's.
    pub hint: Option<ConversationId>,
}

/// A file of a mail, its bytes kept in `files` already.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// A safe file name.
    pub name: String,
    /// `type/subtype`, lower case.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The blob's hash.
    pub blob: String,
    /// Shown inside the text.
    pub inline: bool,
    /// Without angle brackets.
    pub content_id: Option<String>,
}

/// An attachment as the conversation knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its raw id.
    pub id: i64,
    /// Where its content is shown from.
    pub url: String,
}

/// A customer's message.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Who wrote.
    pub contact: ContactId,
    /// The address written from.
    pub from: Address,
    /// As in the mail, our own addresses included.
    pub to: Vec<Address>,
    /// As in the mail, our own addresses included.
    pub cc: Vec<Address>,
    /// Where answers should go when not to `from`.
    pub reply_to: Option<Address>,
    /// One line.
    pub subject: String,
    /// Safe HTML of what was written now.
    pub html: String,
    /// Safe HTML of what it answers, and the signature.
    pub quoted_html: Option<String>,
    /// The text of what was written now, for search and preview.
    pub text: String,
    /// Remote images wait in the HTML.
    pub has_remote_images: bool,
    /// Recorded by [`Desk::attach`] before.
    pub attachments: Vec<Attached>,
    /// When the sender's clock says it was written; never after `arrived_at`.
    pub sent_at: Option<Timestamp>,
    /// When it arrived.
    pub arrived_at: Timestamp,
    /// Without angle brackets.
    pub message_id: String,
    /// The raw mail's blob.
    pub raw_blob: String,
    /// A machine wrote it, for this reason.
    pub auto: Option<&'static str>,
    /// It was there before the mailbox was connected.
    pub historic: bool,
    /// What else the mail carries; its parts are numbered as `attachments` are.
    pub findings: Findings,
}

/// Where an arrival is now. The conversation differs from the one asked for when that was closed and a linked one was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The conversation.
    pub conversation: ConversationId,
    /// The message.
    pub message: MessageId,
}

/// How the sending of a message stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryState {
    /// `waiting`, `sending`, `sent` or `failed`.
    pub state: &'static str,
    /// What went wrong, in words for a person.
    pub reason: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// The Message-ID it is sent with.
    pub message_id: String,
}

/// A file that goes with a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyFile {
    /// File name.
    pub name: String,
    /// `type/subtype`.
    pub media_type: String,
    /// The blob's hash.
    pub blob: String,
    /// The address by which the HTML shows it, when it is an inline image.
    pub shown_as: Option<String>,
}

/// A person's reply as it is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its number.
    pub number: i64,
    /// The mailbox it is sent by.
    pub mailbox: MailboxId,
    /// The author's name, put before the mailbox's name when the mailbox has none of its own.
    pub author: String,
    /// Exactly those shown in the composer.
    pub to: Vec<Address>,
    /// Exactly those shown in the composer.
    pub cc: Vec<Address>,
    /// Exactly those shown in the composer.
    pub bcc: Vec<Address>,
    /// One line.
    pub subject: String,
    /// The HTML as written.
    pub html: String,
    /// Files.
    pub files: Vec<ReplyFile>,
    /// When it was written.
    pub at: Timestamp,
}

/// Whether an address can be written to and what it wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Mail to it comes back.
    pub undeliverable: bool,
    /// Somebody there called a mail of ours unwanted.
    pub complained: bool,
    /// Somebody there unsubscribed from the list that was asked about.
    pub unsubscribed: bool,
}

impl Reach {
    /// Whether a machine may answer it.
    pub fn takes_automatic(self) -> bool {
        !self.undeliverable && !self.complained
    }

    /// Whether it may get what goes to many.
    pub fn takes_bulk(self) -> bool {
        self.takes_automatic() && !self.unsubscribed
    }
}

/// What another mail system told about an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounced {
    /// The address, lower case.
    pub address: String,
    /// It will not be delivered however often it is tried.
    pub hard: bool,
    /// RFC 3463 status, or empty.
    pub status: String,
    /// What the other system said, one line, perhaps empty.
    pub answer: String,
    /// Passing failures after which it counts as undeliverable.
    pub soft_limit: i64,
    /// Days within which they must happen.
    pub soft_days: i64,
}

/// What became of an automatic answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutomaticNote {
    /// Why it was held back; none when it was sent.
    pub held: Option<&'static str>,
}

/// What this room needs of contacts and conversations.
pub trait Desk: Send + Sync + 'static {
    /// The contact with that address; made when there is none.
    fn contact(&self, tx: &mut Tx<'_>, who: &Address) -> Result<ContactId>;

    /// The conversation with that number.
    fn conversation_by_number(&self, tx: &mut Tx<'_>, number: i64) -> Result<Option<ConversationId>>;

    /// Whether the conversation is (still) there.
    fn exists(&self, tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool>;

    /// Whether that address wrote or received an earlier message of the conversation; none when it is not (any more) there.
    /// `key` is in lower case.
    fn takes_part(&self, tx: &mut Tx<'_>, conversation: ConversationId, key: &str) -> Result<Option<bool>>;

    /// Opens a conversation.
    fn open(&self, tx: &mut Tx<'_>, opening: &Opening) -> Result<ConversationId>;

    /// Records a file of a mail, to be handed to [`Desk::append`] afterwards.
    fn attach(&self, tx: &mut Tx<'_>, attachment: &Attachment) -> Result<Attached>;

    /// Adds a customer's message; reopens a solved conversation, opens a linked one for a closed one.
    fn append(&self, tx: &mut Tx<'_>, conversation: ConversationId, arrival: &Arrival) -> Result<Appended>;

    /// Adds a message of ours that an archive has; it is sent by nobody. `Arrival::contact` is the customer.
    ///
    /// # Errors
    /// Conflict when the conversation is closed.
    fn record_ours(&self, tx: &mut Tx<'_>, conversation: ConversationId, arrival: &Arrival) -> Result<MessageId>;

    /// A conversation with nothing newer than `before` is done.
    fn settle_if_old(&self, tx: &mut Tx<'_>, conversation: ConversationId, before: Timestamp) -> Result<()>;

    /// The reply to be sent; none when it was withdrawn.
    fn reply(&self, tx: &mut Tx<'_>, message: MessageId) -> Result<Option<Reply>>;

    /// Refuses whoever may not see the conversation: everybody, unless the desk knows better.
    ///
    /// # Errors
    /// `platform.not_found`
    fn require_sight(&self, _tx: &mut Tx<'_>, _actor: &Actor, _conversation: ConversationId) -> Result<()> {
        Err(Fault::not_found())
    }

    /// Refuses whoever may not answer in the conversation of the message: everybody, unless the desk knows better.
    ///
    /// # Errors
    /// `access.forbidden`, `platform.not_found`
    fn require_answering(&self, _tx: &mut Tx<'_>, _actor: &Actor, _message: MessageId) -> Result<()> {
        Err(Fault::not_found())
    }

    /// Whether an address (lower case) can be written to, and whether it unsubscribed from a list.
    fn reach(&self, _tx: &mut Tx<'_>, _address: &str, _list: &str) -> Result<Reach> {
        Ok(Reach::default())
    }

    /// A mail to an address came back.
    fn bounced(&self, _tx: &mut Tx<'_>, _bounced: &Bounced) -> Result<()> {
        Ok(())
    }

    /// Somebody at an address (lower case) called a mail of ours unwanted.
    fn complained(&self, _tx: &mut Tx<'_>, _address: &str) -> Result<()> {
        Ok(())
    }

    /// Somebody at an address (lower case) wants no more of a list; `false` takes that back.
    fn unsubscribed(&self, _tx: &mut Tx<'_>, _address: &str, _list: &str, _gone: bool) -> Result<()> {
        Ok(())
    }

    /// The number of a conversation, for a mail about it.
    fn number(&self, _tx: &mut Tx<'_>, _conversation: ConversationId) -> Result<i64> {
        Err(Fault::not_found())
    }

    /// The language a contact is written to in; none when nobody knows.
    fn language(&self, _tx: &mut Tx<'_>, _contact: ContactId) -> Result<Option<String>> {
        Ok(None)
    }

    /// Notes in the conversation what the machine did or did not answer by itself, and why.
    fn note_automatic(&self, _tx: &mut Tx<'_>, _conversation: ConversationId, _note: &AutomaticNote) -> Result<()> {
        Ok(())
    }

    /// Tells the conversation how the sending stands.
    fn delivery(&self, tx: &mut Tx<'_>, message: MessageId, state: &DeliveryState) -> Result<()>;
}
