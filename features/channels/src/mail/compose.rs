//! A mail from us: plain data → RFC 5322 bytes, with exactly the recipients given.

use mail_builder::MessageBuilder;
use mail_builder::headers::{address::Address as Written, date::Date, message_id::MessageId, raw::Raw};
use mail_builder::mime::{BodyPart, MimePart};

use super::address::{Address, distinct};
use super::text;

/// The header by which we recognise our own mail when it comes back (in lower case, as [`super::letter::Letter`] keeps names).
pub const MARK: &str = "x-quarterdeck";
/// Ids of References written: the first (the beginning of the thread) and the newest.
const MOST_REFERENCES: usize = 20;
/// Characters of a subject.
const LONGEST_SUBJECT: usize = 900;

/// What is to be sent.
#[derive(Debug, Clone, Default)]
pub struct Outgoing {
    /// Without angle brackets.
    pub message_id: String,
    /// The message this answers.
    pub in_reply_to: Option<String>,
    /// Earlier messages of the thread, oldest first.
    pub references: Vec<String>,
    /// The mailbox's address and name.
    pub from: Option<Address>,
    /// Where answers should go when not to `from`.
    pub reply_to: Option<Address>,
    /// Visible recipients.
    pub to: Vec<Address>,
    /// Visible recipients of a copy.
    pub cc: Vec<Address>,
    /// Recipients nobody sees.
    pub bcc: Vec<Address>,
    /// One line.
    pub subject: String,
    /// Seconds since 1970.
    pub date: i64,
    /// The HTML part; inline images as `cid:<content id>`.
    pub html: String,
    /// The text part; made from the HTML when empty.
    pub text: String,
    /// Added below.
    pub signature_html: String,
    /// Attachments and inline images.
    pub files: Vec<File>,
    /// Value of our mark.
    pub mark: String,
    /// Who made it: what no person wrote says so, so that nobody answers automatically.
    pub origin: Origin,
    /// The signed address it comes back to; without one it comes back to the sender, and a machine's answer to nobody (RFC 3834).
    pub returns: Option<Address>,
}

/// Who made a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origin {
    /// A person wrote it to these people.
    #[default]
    Person,
    /// The machine, by itself.
    Generated,
    /// The machine, because a mail came in (RFC 3834).
    Replied,
    /// The same for many, who may unsubscribe by this link (RFC 8058).
    Bulk {
        /// `https://…`, signed.
        unsubscribe: String,
    },
}

/// A file that goes along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// File name.
    pub name: String,
    /// `type/subtype`.
    pub media_type: String,
    /// Set for an image shown in the HTML.
    pub content_id: Option<String>,
    /// Content.
    pub data: Vec<u8>,
}

/// A mail ready for SMTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// MAIL FROM.
    pub sender: String,
    /// MAIL FROM when the server does not take a signed one; none when it is not signed.
    pub unsigned: Option<String>,
    /// RCPT TO, each once.
    pub recipients: Vec<String>,
    /// The message.
    pub bytes: Vec<u8>,
}

/// Why nothing can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// No sender address.
    NoSender,
    /// Nobody left to send to (our own addresses do not count).
    NoRecipients,
    /// The message cannot be written.
    Unwritable,
}

/// RCPT TO: everybody but ourselves, each once.
pub fn envelope(mail: &Outgoing, ours: impl Fn(&str) -> bool) -> Vec<String> {
    let all = mail.to.iter().chain(&mail.cc).chain(&mail.bcc);
    let foreign = all.filter(|a| !ours(&a.base_key())).filter_map(wire);
    distinct(foreign).into_iter().map(|a| a.address).collect()
}

/// Writes the mail. `ours` knows the addresses of our own mailboxes by their base; they are never written to.
pub fn compose(mail: &Outgoing, ours: impl Fn(&str) -> bool) -> Result<Composed, Refused> {
    let from = mail.from.as_ref().and_then(wire).ok_or(Refused::NoSender)?;
    let foreign =
        |list: &[Address]| -> Vec<Address> { list.iter().filter(|a| !ours(&a.base_key())).filter_map(wire).collect() };
    let (to, cc) = (foreign(&mail.to), foreign(&mail.cc));
    let recipients = envelope(mail, &ours);
    if recipients.is_empty() {
        return Err(Refused::NoRecipients);
    }
    let mut message = MessageBuilder::new()
        .message_id(MessageId::new(id(&mail.message_id)))
        .date(Date::new(mail.date))
        .from(written(&from))
        .subject(text::one_line(&mail.subject, LONGEST_SUBJECT));
    for (name, list) in [("To", &to), ("Cc", &cc)] {
        if !list.is_empty() {
            message = message.header(name, Written::new_list(list.iter().map(written).collect()));
        }
    }
    if let Some(reply_to) = mail.reply_to.as_ref().and_then(wire) {
        message = message.reply_to(written(&reply_to));
    }
    message = threaded(message, mail);
    message = message.header("X-Quarterdeck", Raw::new(token(&mail.mark)));
    message = marked(message, &mail.origin);
    let bytes = message.body(body(mail)).write_to_vec().map_err(|_| Refused::Unwritable)?;
    let plain = if mail.origin == Origin::Replied { String::new() } else { from.address };
    let (sender, unsigned) = match mail.returns.as_ref().and_then(wire) {
        Some(path) => (path.address, Some(plain)),
        None => (plain, None),
    };
    Ok(Composed { sender, unsigned, recipients, bytes })
}

/// Says that no person wrote it, so that no machine answers, and how to hear no more of it.
fn marked<'a>(message: MessageBuilder<'a>, origin: &Origin) -> MessageBuilder<'a> {
    let submitted = match origin {
        Origin::Person => return message,
        Origin::Replied => "auto-replied",
        Origin::Generated | Origin::Bulk { .. } => "auto-generated",
    };
    let message =
        message.header("Auto-Submitted", Raw::new(submitted)).header("X-Auto-Response-Suppress", Raw::new("All"));
    let Origin::Bulk { unsubscribe } = origin else { return message };
    let message = message.header("Precedence", Raw::new("bulk"));
    let link: String = unsubscribe.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>')).collect();
    if link.is_empty() {
        return message;
    }
    message
        .header("List-Unsubscribe", Raw::new(format!("<{link}>")))
        .header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"))
}

fn threaded<'a>(mut message: MessageBuilder<'a>, mail: &Outgoing) -> MessageBuilder<'a> {
    if let Some(parent) = mail.in_reply_to.as_deref().map(id).filter(|id| !id.is_empty()) {
        message = message.in_reply_to(MessageId::new(parent));
    }
    let references = trimmed(&mail.references);
    if !references.is_empty() {
        message = message.references(MessageId::new_list(references.into_iter()));
    }
    message
}

/// The first reference and the newest ones, each once.
fn trimmed(references: &[String]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut all: Vec<String> =
        references.iter().map(|r| id(r)).filter(|r| !r.is_empty() && seen.insert(r.clone())).collect();
    if all.len() > MOST_REFERENCES {
        let newest = all.len() - (MOST_REFERENCES - 1);
        all.drain(1..newest);
    }
    all
}

/// An id without anything that could end the header.
fn id(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>')).collect()
}

fn token(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')).take(200).collect()
}

/// The address as SMTP wants it: the domain in ASCII.
fn wire(address: &Address) -> Option<Address> {
    let checked = Address::parse(&address.address)?;
    let domain = idna::domain_to_ascii(checked.domain()).ok()?;
    let address = Address { address: format!("{}@{domain}", checked.local()), ..address.clone() };
    Some(match &address.name {
        Some(name) => address.clone().named(name),
        None => address,
    })
}

fn written(address: &Address) -> Written<'static> {
    Written::new_address(address.name.clone(), address.address.clone())
}

/// `mixed(alternative(text, related(html, inline images)), attachments)`, each layer only when needed.
fn body(mail: &Outgoing) -> MimePart<'static> {
    let signature = mail.signature_html.trim();
    let mut html = mail.html.clone();
    if !signature.is_empty() {
        html.push_str("<div class=\"signature\"><br>-- <br>");
        html.push_str(signature);
        html.push_str("</div>");
    }
    let plain = plain_of(mail, signature);
    let page = format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{html}</body></html>");
    let mut shown = MimePart::new("text/html", BodyPart::Text(page.into()));
    let inline: Vec<&File> = mail.files.iter().filter(|file| file.content_id.is_some()).collect();
    if !inline.is_empty() {
        let mut related = vec![shown];
        related.extend(inline.into_iter().map(file_part));
        shown = MimePart::new("multipart/related", related);
    }
    let readable =
        MimePart::new("multipart/alternative", vec![MimePart::new("text/plain", BodyPart::Text(plain.into())), shown]);
    let attached: Vec<&File> = mail.files.iter().filter(|file| file.content_id.is_none()).collect();
    if attached.is_empty() {
        return readable;
    }
    let mut all = vec![readable];
    all.extend(attached.into_iter().map(file_part));
    MimePart::new("multipart/mixed", all)
}

fn plain_of(mail: &Outgoing, signature: &str) -> String {
    let mut plain = if mail.text.trim().is_empty() { text::from_html(&mail.html) } else { text::body(&mail.text) };
    if !signature.is_empty() {
        plain.push_str("\n\n-- \n");
        plain.push_str(&text::from_html(signature));
    }
    if !plain.ends_with('\n') {
        plain.push('\n');
    }
    plain
}

fn file_part(file: &File) -> MimePart<'static> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '+' | '.' | '_');
    let known = file.media_type.contains('/')
        && file.media_type.chars().all(plain)
        && !file.media_type.starts_with("multipart/");
    let media_type = if known { file.media_type.clone() } else { "application/octet-stream".to_owned() };
    let name = super::attachment::safe_name(&file.name, &media_type, 1);
    // A part that is text is written as bytes, so that no character of it is changed on the way.
    let part = MimePart::new(media_type, BodyPart::Binary(file.data.clone().into()));
    match &file.content_id {
        Some(content_id) => part.inline().cid(id(content_id)),
        None => part.attachment(name),
    }
}
