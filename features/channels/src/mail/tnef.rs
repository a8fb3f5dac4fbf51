//! `winmail.dat`: the envelope (TNEF, MS-OXTNEF) into which Outlook puts text and files when it believes that only Outlook reads them.
//!
//! Everything is borrowed from the input until it is copied out once, so that memory is bounded by the size of the mail.

mod lzfu;
mod props;
mod rtf;

use encoding_rs::{Encoding, WINDOWS_1252};

use props::{Props, Value};

const SIGNATURE: u32 = 0x223e_9f78;
/// Envelopes within envelopes that are opened.
const DEEPEST: usize = 3;
/// Bytes that a compressed text may unpack to.
const LARGEST_TEXT: usize = 4 << 20;

// Attributes of the envelope (type and number in one).
const CODEPAGE: u32 = 0x0006_9007;
const BODY: u32 = 0x0002_800c;
const MESSAGE_PROPS: u32 = 0x0006_9003;
const BEGIN_FILE: u32 = 0x0006_9002;
const FILE_TITLE: u32 = 0x0001_8010;
const FILE_DATA: u32 = 0x0006_800f;
const FILE_PROPS: u32 = 0x0006_9005;

/// What was in the envelope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// The text.
    pub text: Option<String>,
    /// Unsafe HTML.
    pub html: Option<String>,
    /// The files, in order.
    pub files: Vec<File>,
}

/// A file of the envelope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// As the sender wrote it; perhaps empty.
    pub name: String,
    /// `type/subtype`, when the sender says.
    pub media_type: Option<String>,
    /// By which the HTML names it.
    pub content_id: Option<String>,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// Opens the envelope; `None` when it is none, or holds nothing that can be read. At most `most` files are taken out.
pub fn unpack(data: &[u8], most: usize) -> Option<Unpacked> {
    let found = open(data, most, 0)?;
    (found.text.is_some() || found.html.is_some() || !found.files.is_empty()).then_some(found)
}

/// Reads little numbers and slices; every step may find the end.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.u32()?).ok()
    }
}

fn open(data: &[u8], most: usize, depth: usize) -> Option<Unpacked> {
    let mut reader = Reader(data);
    if reader.u32()? != SIGNATURE {
        return None;
    }
    reader.u16()?;
    let mut envelope = Envelope { charset: WINDOWS_1252, found: Unpacked::default(), file: None, most, depth };
    // A broken attribute ends the reading; what came before it counts.
    while let Some((id, value)) = attribute(&mut reader) {
        envelope.take(id, value);
    }
    envelope.end_file();
    Some(envelope.found)
}

/// The next attribute: level, number, length, value, checksum.
fn attribute<'a>(reader: &mut Reader<'a>) -> Option<(u32, &'a [u8])> {
    reader.take(1)?;
    let id = reader.u32()?;
    let length = reader.length()?;
    let value = reader.take(length)?;
    // Some writers leave the last checksum out.
    reader.u16();
    Some((id, value))
}

struct Envelope {
    charset: &'static Encoding,
    found: Unpacked,
    file: Option<File>,
    most: usize,
    depth: usize,
}

impl Envelope {
    fn take(&mut self, id: u32, value: &[u8]) {
        match id {
            CODEPAGE => self.charset = Reader(value).u32().and_then(charset_of).unwrap_or(self.charset),
            BODY => self.text(self.decoded(value)),
            MESSAGE_PROPS => self.message(value),
            BEGIN_FILE => {
                self.end_file();
                self.file = Some(File::default());
            }
            FILE_TITLE => {
                let name = self.decoded(value);
                let file = self.file.get_or_insert_default();
                // The long name of the properties is better than this one of DOS days.
                if file.name.is_empty() {
                    file.name = name;
                }
            }
            FILE_DATA => self.file.get_or_insert_default().data = value.to_vec(),
            FILE_PROPS => self.file_props(value),
            _ => {}
        }
    }

    fn decoded(&self, value: &[u8]) -> String {
        let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
        self.charset.decode_without_bom_handling(&value[..end]).0.into_owned()
    }

    fn text(&mut self, text: String) {
        if !text.trim().is_empty() && self.found.text.is_none() {
            self.found.text = Some(text);
        }
    }

    fn message(&mut self, value: &[u8]) {
        let charset = self.charset;
        let mut packed = None;
        for (id, value) in Props::new(value) {
            match (id, value) {
                (props::BODY, value) => self.text(value.text(charset)),
                (props::HTML, Value::Bytes(bytes)) => {
                    let html = charset_in_html(bytes).unwrap_or(charset).decode(bytes).0.into_owned();
                    self.found.html = Some(html).filter(|html| !html.trim().is_empty());
                }
                (props::HTML, value) => self.found.html = Some(value.text(charset)).filter(|html| !html.is_empty()),
                (props::PACKED_RTF, Value::Bytes(bytes)) => packed = lzfu::unpack(bytes, LARGEST_TEXT),
                _ => {}
            }
        }
        if self.found.html.is_none()
            && let Some(page) = packed
        {
            match rtf::read(&page, charset) {
                rtf::Page::Html(html) => self.found.html = Some(html),
                rtf::Page::Text(text) => self.text(text),
            }
        }
    }

    fn file_props(&mut self, value: &[u8]) {
        let charset = self.charset;
        let mut nested = None;
        let file = self.file.get_or_insert_default();
        for (id, value) in Props::new(value) {
            match (id, value) {
                (props::LONG_NAME, value) => file.name = value.text(charset),
                (props::SHOWN_NAME, value) if file.name.is_empty() => file.name = value.text(charset),
                (props::MEDIA_TYPE, value) => file.media_type = Some(value.text(charset)).filter(|t| !t.is_empty()),
                (props::CONTENT_ID, value) => file.content_id = Some(value.text(charset)).filter(|id| !id.is_empty()),
                (props::DATA, Value::Bytes(bytes)) if file.data.is_empty() => file.data = bytes.to_vec(),
                // Behind the name of its interface lies the object.
                (props::DATA, Value::Object(bytes)) => nested = bytes.get(16..),
                _ => {}
            }
        }
        if let Some(nested) = nested {
            self.nested(nested);
        }
    }

    /// A message within the envelope: its text becomes a file, its files lie beside.
    fn nested(&mut self, data: &[u8]) {
        let Some(inner) = (self.depth < DEEPEST)
            .then(|| open(data, self.most.saturating_sub(self.found.files.len()), self.depth + 1))
            .flatten()
        else {
            let file = self.file.get_or_insert_default();
            if file.data.is_empty() {
                file.data = data.to_vec();
            }
            return;
        };
        let name = self.file.take().unwrap_or_default().name;
        let name = if name.is_empty() { "message".to_owned() } else { name };
        let written = match (inner.html, inner.text) {
            (Some(html), _) => Some(("html", html)),
            (None, Some(text)) => Some(("txt", text)),
            (None, None) => None,
        };
        if let Some((ending, written)) = written {
            let media_type = Some(if ending == "html" { "text/html" } else { "text/plain" }.to_owned());
            let name = format!("{name}.{ending}");
            self.push(File { name, media_type, content_id: None, data: written.into_bytes() });
        }
        inner.files.into_iter().for_each(|file| self.push(file));
    }

    fn push(&mut self, file: File) {
        if self.found.files.len() < self.most && !(file.data.is_empty() && file.name.is_empty()) {
            self.found.files.push(file);
        }
    }

    fn end_file(&mut self) {
        if let Some(file) = self.file.take() {
            self.push(file);
        }
    }
}

/// The charset of a Windows code page.
fn charset_of(codepage: u32) -> Option<&'static Encoding> {
    let label = match codepage {
        65001 => "utf-8".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20866 => "koi8-r".to_owned(),
        28591..=28605 => format!("iso-8859-{}", codepage - 28590),
        other => format!("windows-{other}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The charset that a page names within its first bytes.
fn charset_in_html(html: &[u8]) -> Option<&'static Encoding> {
    let head = html.get(..html.len().min(2_000))?.to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=")? + 8;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\''))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    Encoding::for_label(&label)
}

#[cfg(test)]
mod tests;
