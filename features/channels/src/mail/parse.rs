//! Raw bytes → [`Letter`]. Whatever a sender does wrong, what can be read is read.

use std::borrow::Cow;

use mail_parser::{Address as RawAddress, HeaderName, HeaderValue, Message, MessageParser, MessagePart, PartType};
use sha2::{Digest, Sha256};

use super::address::{Address, distinct};
use super::attachment;
use super::charset;
use super::letter::{Letter, Limits, Part, Unreadable};
use super::{protection, text, tnef};

/// Longest Message-ID taken as it is (RFC 5322 lines end at 998).
const LONGEST_ID: usize = 900;
/// Ids kept of References.
const MOST_REFERENCES: usize = 100;
/// Headers kept, and characters of each.
const MOST_HEADERS: usize = 300;
const LONGEST_HEADER: usize = 2_000;

/// Parts of parts, mails within mails, and so on, that are read: each nested mail takes some of the stack when it is put away.
const MOST_TYPES: usize = 1_500;

/// Reads a mail. Never panics; `Unreadable` only when there is nothing a person could look at.
pub fn parse(raw: &[u8], limits: &Limits) -> Result<Letter, Unreadable> {
    read(raw, limits, true)
}

/// Reads only the headers of a mail: everything but text, HTML and attachments.
pub fn glance(raw: &[u8], limits: &Limits) -> Result<Letter, Unreadable> {
    read(raw, limits, false)
}

fn read(raw: &[u8], limits: &Limits, whole: bool) -> Result<Letter, Unreadable> {
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if raw.len() > limits.bytes || u32::try_from(raw.len()).is_err() {
        return Err(Unreadable::TooLarge);
    }
    if whole && has_too_many_types(raw) {
        return Err(Unreadable::TooManyParts);
    }
    let raw = without_envelope_line(raw);
    let mut readable = charset::with_readable_headers(raw);
    if charset::header_end(&readable) == readable.len() {
        // Without an empty line the last header would be taken for half a line.
        readable.to_mut().extend_from_slice(b"\r\n\r\n");
    }
    let parser = MessageParser::default();
    let message = if whole { parser.parse(readable.as_ref()) } else { parser.parse_headers(readable.as_ref()) };
    let message = message.ok_or(Unreadable::NoHeaders)?;
    if message.parts.is_empty() || message.headers().is_empty() {
        return Err(Unreadable::NoHeaders);
    }
    let headers = headers_of(&message);
    if !headers.iter().any(|(name, _)| is_mail_header(name)) {
        return Err(Unreadable::NoHeaders);
    }
    if message.attachments.len() > limits.parts {
        return Err(Unreadable::TooManyParts);
    }
    let mut letter = Letter { headers, media_type: attachment::media_type(message.root_part()), ..Letter::default() };
    read_ids(&message, raw, &mut letter);
    read_people(&message, limits, &mut letter);
    letter.subject = subject_of(&message, limits, &mut letter.shortened);
    letter.sent_at = sent_at(&message);
    if whole {
        read_bodies(&message, limits, &mut letter);
    }
    Ok(letter)
}

/// The SHA-256 of the raw bytes in hex: what makes two deliveries the same mail.
pub fn fingerprint(raw: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(raw).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether more lines begin as the header of a part does than any reader needs: nesting is impossible without them.
fn has_too_many_types(raw: &[u8]) -> bool {
    let name = b"content-type";
    let begins = |line: &&[u8]| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    raw.split(|byte| *byte == b'\n').filter(begins).nth(MOST_TYPES).is_some()
}

/// An mbox "From " line some transports leave in front is not part of the mail.
fn without_envelope_line(raw: &[u8]) -> &[u8] {
    let start = raw.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(0);
    let raw = &raw[start..];
    if raw.starts_with(b"From ") || raw.starts_with(b">From ") {
        return raw.iter().position(|b| *b == b'\n').map_or(raw, |end| &raw[end + 1..]);
    }
    raw
}

/// Headers of which any real mail has at least one; random bytes with a colon have none.
fn is_mail_header(name: &str) -> bool {
    matches!(
        name,
        "from"
            | "to"
            | "cc"
            | "subject"
            | "date"
            | "message-id"
            | "received"
            | "return-path"
            | "sender"
            | "reply-to"
            | "mime-version"
            | "content-type"
            | "delivered-to"
            | "in-reply-to"
            | "references"
            | "bcc"
    )
}

fn headers_of(message: &Message<'_>) -> Vec<(String, String)> {
    message
        .headers()
        .iter()
        .take(MOST_HEADERS)
        .map(|header| {
            let value =
                message.raw_message.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
            let value = text::one_line(&String::from_utf8_lossy(value), LONGEST_HEADER);
            (text::one_line(header.name(), 200).to_ascii_lowercase(), value)
        })
        .collect()
}

/// The topmost header of that name: what mail programs show when a mail repeats one.
fn first<'a, 'x>(message: &'a Message<'x>, name: &HeaderName<'_>) -> Option<&'a HeaderValue<'x>> {
    message.headers().iter().find(|header| header.name == *name).map(|header| &header.value)
}

fn read_ids(message: &Message<'_>, raw: &[u8], letter: &mut Letter) {
    let given = ids(first(message, &HeaderName::MessageId)).into_iter().next();
    letter.message_id_made = given.is_none();
    letter.message_id = given.unwrap_or_else(|| format!("{}@no-message-id.invalid", &fingerprint(raw)[..40]));
    letter.in_reply_to = ids(first(message, &HeaderName::InReplyTo));
    let all = ids(first(message, &HeaderName::References));
    let skip = all.len().saturating_sub(MOST_REFERENCES);
    letter.references = all.into_iter().skip(skip).collect();
}

fn ids(value: Option<&HeaderValue<'_>>) -> Vec<String> {
    let given: Vec<&str> = match value {
        Some(HeaderValue::Text(id)) => vec![id.as_ref()],
        Some(HeaderValue::TextList(ids)) => ids.iter().map(AsRef::as_ref).collect(),
        _ => Vec::new(),
    };
    given.into_iter().filter_map(clean_id).collect()
}

/// An id without brackets and white space; a monstrous one is replaced by its hash, so that equal ids stay equal.
fn clean_id(id: &str) -> Option<String> {
    let id: String = id.chars().filter(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>')).collect();
    if id.is_empty() {
        return None;
    }
    if id.len() > LONGEST_ID {
        return Some(format!("{}@too-long.invalid", &fingerprint(id.as_bytes())[..40]));
    }
    Some(id)
}

fn read_people(message: &Message<'_>, limits: &Limits, letter: &mut Letter) {
    let one = |name: HeaderName<'static>, key: &str| {
        addresses(first(message, &name)).into_iter().next().or_else(|| letter.header(key).and_then(rescue_address))
    };
    let from = one(HeaderName::From, "from");
    let sender = one(HeaderName::Sender, "sender");
    letter.from = from;
    letter.sender = sender;
    letter.reply_to = addresses(first(message, &HeaderName::ReplyTo));
    letter.reply_to.truncate(20);
    let mut many = |name: HeaderName<'static>| {
        let mut list = distinct(message.header_values(name).flat_map(|value| addresses(Some(value))));
        letter.shortened |= list.len() > limits.recipients;
        list.truncate(limits.recipients);
        list
    };
    let to = many(HeaderName::To);
    let cc = many(HeaderName::Cc);
    letter.to = to;
    letter.cc = cc;
}

fn addresses(value: Option<&HeaderValue<'_>>) -> Vec<Address> {
    let Some(HeaderValue::Address(list)) = value else { return Vec::new() };
    let flat: Vec<_> = match list {
        RawAddress::List(list) => list.iter().collect(),
        RawAddress::Group(groups) => groups.iter().flat_map(|g| &g.addresses).collect(),
    };
    flat.into_iter()
        .filter_map(|one| {
            let address = Address::parse(one.address.as_deref().unwrap_or_default());
            let name = one.name.as_deref().unwrap_or_default();
            address.or_else(|| rescue_address(name)).map(|a| a.named(name))
        })
        .collect()
}

/// The first thing that looks like an address in a header nobody could parse.
fn rescue_address(text: &str) -> Option<Address> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | '\''))
        .find_map(Address::parse)
}

fn subject_of(message: &Message<'_>, limits: &Limits, shortened: &mut bool) -> String {
    let subject = text::one_line(
        first(message, &HeaderName::Subject).and_then(HeaderValue::as_text).unwrap_or_default(),
        usize::MAX,
    );
    let short = text::one_line(&subject, limits.subject);
    *shortened |= short != subject;
    short
}

fn sent_at(message: &Message<'_>) -> Option<i64> {
    let date = first(message, &HeaderName::Date).and_then(HeaderValue::as_datetime).filter(|d| d.is_valid())?;
    Some(date.to_timestamp())
}

fn read_bodies(message: &Message<'_>, limits: &Limits, letter: &mut Letter) {
    let mut html = html_of(message);
    let mut plain = text_of(message);
    let mut rescued = None;
    if html.is_none() && plain.trim().is_empty() {
        rescued = lone_text(message);
        if let Some(text) = rescued.and_then(|id| message.part(id)).and_then(text_in) {
            plain = text::body(&text);
        }
    }
    letter.parts = attachments_of(message, rescued);
    open_envelopes(limits, &mut plain, &mut html, &mut letter.parts);
    letter.protection = protection::of_parts(message);
    if html.is_none() {
        take_out_files(&mut plain, limits, &mut letter.parts);
        letter.protection = protection::unwrap_text(&mut plain, &mut letter.parts).or(letter.protection);
    }
    if let Some(big) = html.take_if(|html| html.len() > limits.html) {
        letter.shortened = true;
        let number = letter.parts.len() + 1;
        let name = attachment::safe_name("", "text/html", number);
        letter.parts.push(Part {
            name,
            media_type: "text/html".into(),
            content_id: None,
            inline: false,
            data: big.into_bytes(),
        });
    }
    if plain.trim().is_empty()
        && let Some(html) = &html
    {
        plain = text::from_html(html);
    }
    letter.shortened |= text::cut(&mut plain, limits.text);
    letter.text = plain;
    letter.html = html;
}

/// What Outlook put into a `winmail.dat` takes its place: files always, the text when the mail has no other.
fn open_envelopes(limits: &Limits, plain: &mut String, html: &mut Option<String>, parts: &mut Vec<Part>) {
    let is_envelope = |part: &Part| {
        matches!(part.media_type.as_str(), "application/ms-tnef" | "application/vnd.ms-tnef")
            || part.name.eq_ignore_ascii_case("winmail.dat")
    };
    let mut done = Vec::with_capacity(parts.len());
    for part in std::mem::take(parts) {
        let most = limits.parts.saturating_sub(done.len());
        let Some(found) = is_envelope(&part).then(|| tnef::unpack(&part.data, most)).flatten() else {
            done.push(part);
            continue;
        };
        if html.is_none() && plain.trim().is_empty() {
            *plain = found.text.as_deref().map(text::body).unwrap_or_default();
            *html = found.html.as_deref().map(text::body);
        }
        for file in found.files {
            let part = attachment::unpacked(file, done.len() + 1);
            done.push(part);
        }
    }
    *parts = done;
}

/// Files written into the text itself become attachments.
fn take_out_files(plain: &mut String, limits: &Limits, parts: &mut Vec<Part>) {
    for found in super::uuencode::take_out(plain, limits.parts.saturating_sub(parts.len())) {
        let media_type = "application/octet-stream";
        parts.push(Part {
            name: attachment::safe_name(&found.name, media_type, parts.len() + 1),
            media_type: media_type.to_owned(),
            content_id: None,
            inline: false,
            data: found.data,
        });
    }
}

/// The HTML parts to be shown one after the other; `None` when the mail is only text.
fn html_of(message: &Message<'_>) -> Option<String> {
    let bodies: Vec<&MessagePart<'_>> = message.html_bodies().collect();
    if !bodies.iter().any(|part| matches!(part.body, PartType::Html(_))) {
        return None;
    }
    let mut html = String::new();
    for part in bodies {
        match &part.body {
            PartType::Html(body) => html.push_str(&text::body(body)),
            PartType::Text(body) => {
                html.push_str("<div>");
                html.push_str(&text::to_html(&text::body(body)));
                html.push_str("</div>");
            }
            _ => {}
        }
    }
    Some(html)
}

fn text_of(message: &Message<'_>) -> String {
    let mut plain = String::new();
    for part in message.text_bodies() {
        let PartType::Text(body) = &part.body else { continue };
        if !plain.is_empty() && !plain.ends_with('\n') {
            plain.push('\n');
        }
        plain.push_str(&text::body(body));
    }
    plain
}

/// The only text of a mail so broken that its text counts as an attachment (a multipart without boundary, for example).
fn lone_text(message: &Message<'_>) -> Option<u32> {
    let mut texts = message.attachments.iter().filter(|id| {
        message.part(**id).is_some_and(|part| {
            text_in(part).is_some_and(|text| !text.trim().is_empty())
                && attachment::media_type(part) != "text/calendar"
                && (part.is_encoding_problem
                    || attachment::media_type(part).starts_with("multipart/")
                    || message.parts.len() == 1)
        })
    });
    texts.next().copied()
}

fn text_in<'a>(part: &'a MessagePart<'_>) -> Option<Cow<'a, str>> {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => Some(Cow::Borrowed(text)),
        // A multipart that names no boundary counts as binary; its bytes are still what somebody wrote.
        PartType::Binary(bytes) if attachment::media_type(part).starts_with("multipart/") => {
            Some(charset::decode(bytes, None))
        }
        _ => None,
    }
}

fn attachments_of(message: &Message<'_>, except: Option<u32>) -> Vec<Part> {
    message
        .attachments
        .iter()
        .filter(|id| Some(**id) != except)
        .filter_map(|id| message.part(*id))
        .filter(|part| !matches!(part.body, PartType::Multipart(_)))
        .enumerate()
        .map(|(at, part)| attachment::read(message, part, at + 1))
        .filter(|part| !part.data.is_empty() || !part.name.starts_with("attachment-"))
        .collect()
}
