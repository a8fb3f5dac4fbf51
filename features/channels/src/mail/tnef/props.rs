//! Properties of a message or file within an envelope (MS-OXTNEF 2.1.3.4): a list whose entries tell their own length.

use encoding_rs::{Encoding, UTF_16LE};

use super::Reader;

pub(super) const BODY: u16 = 0x1000;
pub(super) const PACKED_RTF: u16 = 0x1009;
pub(super) const HTML: u16 = 0x1013;
pub(super) const SHOWN_NAME: u16 = 0x3001;
pub(super) const DATA: u16 = 0x3701;
pub(super) const LONG_NAME: u16 = 0x3707;
pub(super) const MEDIA_TYPE: u16 = 0x370e;
pub(super) const CONTENT_ID: u16 = 0x3712;

/// The value of a property, as far as this room needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// In the envelope's charset.
    Narrow(&'a [u8]),
    /// UTF-16.
    Wide(&'a [u8]),
    Bytes(&'a [u8]),
    Object(&'a [u8]),
    /// A number or date.
    Other,
}

impl Value<'_> {
    /// As text up to the first NUL; empty when it is none.
    pub(super) fn text(self, charset: &'static Encoding) -> String {
        let text = match self {
            Self::Narrow(bytes) => charset.decode_without_bom_handling(bytes).0,
            Self::Wide(bytes) => UTF_16LE.decode_without_bom_handling(bytes).0,
            _ => return String::new(),
        };
        text.split('\0').next().unwrap_or_default().to_owned()
    }
}

/// Walks the properties; a broken one ends the walk.
pub(super) struct Props<'a> {
    reader: Reader<'a>,
    left: u32,
}

impl<'a> Props<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        let mut reader = Reader(data);
        let left = reader.u32().unwrap_or(0);
        Self { reader, left }
    }

    fn read(&mut self) -> Option<(u16, Value<'a>)> {
        let (kind, id) = (self.reader.u16()?, self.reader.u16()?);
        if id >= 0x8000 {
            self.skip_name()?;
        }
        let many = kind & 0x1000 != 0;
        let kind = kind & 0x0fff;
        let size = match kind {
            0x02 | 0x03 | 0x04 | 0x0a | 0x0b => Some(4),
            0x05..=0x07 | 0x14 | 0x40 => Some(8),
            0x48 => Some(16),
            0x0d | 0x1e | 0x1f | 0x0102 => None,
            _ => return None,
        };
        let count = if many || size.is_none() { self.reader.u32()? } else { 1 };
        let mut first = None;
        for _ in 0..count {
            let bytes = match size {
                Some(size) => self.reader.take(size)?,
                None => self.padded()?,
            };
            first.get_or_insert(bytes);
        }
        let value = match (kind, first) {
            (0x1e, Some(bytes)) => Value::Narrow(bytes),
            (0x1f, Some(bytes)) => Value::Wide(bytes),
            (0x0102, Some(bytes)) => Value::Bytes(bytes),
            (0x0d, Some(bytes)) => Value::Object(bytes),
            _ => Value::Other,
        };
        Some((id, value))
    }

    /// A length, that many bytes, and what fills them up to four.
    fn padded(&mut self) -> Option<&'a [u8]> {
        let length = self.reader.length()?;
        let bytes = self.reader.take(length)?;
        let fill = length.next_multiple_of(4) - length;
        // At the very end the filling may be missing.
        self.reader.take(fill.min(self.reader.0.len()))?;
        Some(bytes)
    }

    /// The name of a property without a number of its own.
    fn skip_name(&mut self) -> Option<()> {
        self.reader.take(16)?;
        if self.reader.u32()? == 0 {
            self.reader.take(4)?;
        } else {
            self.padded()?;
        }
        Some(())
    }
}

impl<'a> Iterator for Props<'a> {
    type Item = (u16, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let read = self.read();
        if read.is_none() {
            self.left = 0;
        }
        read
    }
}
