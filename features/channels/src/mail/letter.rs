//! A mail as the rest of the program sees it.

use super::address::Address;

/// How large each part of a mail may be before it is refused or shortened.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Raw bytes of the whole mail; larger is kept unread.
    pub bytes: usize,
    /// Attachments; more is kept unread.
    pub parts: usize,
    /// Bytes of shown text; the rest is cut (the raw mail keeps it).
    pub text: usize,
    /// Bytes of HTML; larger is shown as text.
    pub html: usize,
    /// Characters of the subject; the rest is cut.
    pub subject: usize,
    /// Addresses kept of each of To and Cc.
    pub recipients: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 50 << 20, parts: 500, text: 1 << 20, html: 2 << 20, subject: 998, recipients: 1_000 }
    }
}

/// Why a mail cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing but white space.
    Empty,
    /// No header line anywhere: not a mail.
    NoHeaders,
    /// More bytes than allowed.
    TooLarge,
    /// More parts than allowed.
    TooManyParts,
}

/// How a mail was signed or encrypted. Recognised only: no signature is checked, nothing is decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// A signature (S/MIME) lies beside the text.
    SmimeSigned,
    /// Text and files lie inside the signature (S/MIME) and cannot be read here.
    SmimeWrapped,
    /// Encrypted (S/MIME).
    SmimeEncrypted,
    /// A signature (OpenPGP) lies beside or around the text.
    PgpSigned,
    /// Encrypted (OpenPGP).
    PgpEncrypted,
}

impl Protection {
    /// Whether the content cannot be read here.
    pub fn hides(self) -> bool {
        matches!(self, Self::SmimeWrapped | Self::SmimeEncrypted | Self::PgpEncrypted)
    }
}

/// A parsed mail. All text is valid, free of NUL and of bounded size.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// Without angle brackets; made from the content when the mail has none.
    pub message_id: String,
    /// Whether `message_id` was made by us.
    pub message_id_made: bool,
    /// Ids without angle brackets.
    pub in_reply_to: Vec<String>,
    /// Ids without angle brackets, oldest first.
    pub references: Vec<String>,
    /// The first address of From.
    pub from: Option<Address>,
    /// Sender, when present.
    pub sender: Option<Address>,
    /// Addresses answers should go to.
    pub reply_to: Vec<Address>,
    /// To.
    pub to: Vec<Address>,
    /// Cc.
    pub cc: Vec<Address>,
    /// One line, possibly empty.
    pub subject: String,
    /// Seconds since 1970 as the sender's clock had it.
    pub sent_at: Option<i64>,
    /// What a person reads; made from the HTML when there is no text part.
    pub text: String,
    /// Unsafe HTML as it came.
    pub html: Option<String>,
    /// Attachments and inline images.
    pub parts: Vec<Part>,
    /// All headers of the top level: name in lower case, decoded value in one line.
    pub headers: Vec<(String, String)>,
    /// `type/subtype` of the whole mail, lower case.
    pub media_type: String,
    /// Something was cut to keep within the limits.
    pub shortened: bool,
    /// How it was signed or encrypted.
    pub protection: Option<Protection>,
}

impl Letter {
    /// The first header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All headers of that (lower-case) name, topmost first.
    pub fn headers_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Who a person would say wrote this: From, else Sender, else the first Reply-To.
    pub fn author(&self) -> Option<&Address> {
        self.from.as_ref().or(self.sender.as_ref()).or(self.reply_to.first())
    }

    /// To and Cc together.
    pub fn recipients(&self) -> impl Iterator<Item = &Address> {
        self.to.iter().chain(&self.cc)
    }

    /// Addresses named by the machines on the way as the one this copy was delivered to, most telling first.
    pub fn delivered_to(&self) -> Vec<Address> {
        ["x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "x-rcpt-to"]
            .into_iter()
            .flat_map(|name| self.headers_named(name))
            .filter_map(Address::parse)
            .collect()
    }
}

/// An attachment or inline image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// A safe file name, never empty.
    pub name: String,
    /// `type/subtype`, lower case.
    pub media_type: String,
    /// Without angle brackets.
    pub content_id: Option<String>,
    /// Meant to be shown inside the text.
    pub inline: bool,
    /// The decoded content.
    pub data: Vec<u8>,
}
