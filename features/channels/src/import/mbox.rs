//! Mbox files: mails one after another, each behind a line that begins with `From `.
//!
//! Written by many programs with small differences. A line begins a mail when it follows an empty line (or begins the file) and
//! reads like an envelope line: somebody, and a date with a time of day. Other lines that begin with `From ` are text. A mark
//! `>` that the writer put before such lines is taken off again, one of them.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use kernel::Result;

use super::found::{Found, Mails, Place, unreadable};
use crate::intake::receive::LARGEST;

/// Bytes read from the disk at once.
const BUFFER: usize = 1 << 20;

/// The mails of some mbox files.
pub(super) struct Mboxes {
    files: std::vec::IntoIter<(String, PathBuf)>,
    open: Option<Reader<BufReader<File>>>,
    start: Place,
}

impl Mboxes {
    pub(super) fn open(path: &Path, from: &Place) -> Result<(Mails, u64, u64)> {
        let files = files_at(path)?;
        let (mut total, mut before) = (0, 0);
        for (name, file) in &files {
            let size = file.metadata().map_err(|error| unreadable(file, &error))?.len();
            total += size;
            before += match name.cmp(&from.file) {
                std::cmp::Ordering::Less => size,
                std::cmp::Ordering::Equal => from.offset.min(size),
                std::cmp::Ordering::Greater => 0,
            };
        }
        let left: Vec<_> = files.into_iter().filter(|(name, _)| *name >= from.file).collect();
        Ok((Box::new(Self { files: left.into_iter(), open: None, start: from.clone() }), total, before))
    }

    fn next_file(&mut self) -> Result<bool> {
        let Some((name, path)) = self.files.next() else { return Ok(false) };
        let mut file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
        let offset = if name == self.start.file { self.start.offset } else { 0 };
        file.seek(SeekFrom::Start(offset)).map_err(|error| unreadable(&path, &error))?;
        self.open = Some(Reader::new(BufReader::with_capacity(BUFFER, file), name, offset));
        Ok(true)
    }
}

impl Iterator for Mboxes {
    type Item = Result<Found>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(reader) = &mut self.open {
                match reader.next_mail() {
                    Ok(Some(found)) => return Some(Ok(found)),
                    Ok(None) => self.open = None,
                    Err(error) => return Some(Err(unreadable(Path::new(&reader.name), &error))),
                }
            }
            match self.next_file() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(fault) => return Some(Err(fault)),
            }
        }
    }
}

/// The file itself, or the mbox files of a folder by name.
fn files_at(path: &Path) -> Result<Vec<(String, PathBuf)>> {
    if path.is_file() {
        if begins_like_mbox(path)? {
            return Ok(vec![(name_of(path), path.to_owned())]);
        }
        return Err(unreadable(path, &"this is not an mbox file: it does not begin with a line “From …”"));
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|error| unreadable(path, &error))? {
        let file = entry.map_err(|error| unreadable(path, &error))?.path();
        if file.is_file() && begins_like_mbox(&file)? {
            files.push((name_of(&file), file));
        }
    }
    files.sort();
    if files.is_empty() { Err(unreadable(path, &"no file in this folder is an mbox file")) } else { Ok(files) }
}

fn begins_like_mbox(path: &Path) -> Result<bool> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut line = Vec::new();
    let mut start = BufReader::new(std::io::Read::take(file, 1000));
    loop {
        line.clear();
        let read = start.read_until(b'\n', &mut line).map_err(|error| unreadable(path, &error))?;
        if read == 0 || !is_empty(&line) {
            return Ok(is_envelope(&line));
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads mails from one stream.
struct Reader<R> {
    lines: R,
    name: String,
    offset: u64,
    /// The envelope line of the next mail, read already.
    envelope: Option<Vec<u8>>,
}

impl<R: BufRead> Reader<R> {
    fn new(lines: R, name: String, offset: u64) -> Self {
        Self { lines, name, offset, envelope: None }
    }

    fn next_mail(&mut self) -> std::io::Result<Option<Found>> {
        let Some(envelope) = self.first_envelope()? else { return Ok(None) };
        let start = self.offset - envelope.len() as u64;
        let mut raw = Some(Vec::new());
        let (mut line, mut after_empty) = (Vec::new(), false);
        loop {
            line.clear();
            let read = self.lines.read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            self.offset += read as u64;
            if after_empty && is_envelope(&line) {
                self.envelope = Some(std::mem::take(&mut line));
                break;
            }
            after_empty = is_empty(&line);
            if let Some(bytes) = &mut raw {
                bytes.extend_from_slice(unmarked(&line));
                if bytes.len() > LARGEST {
                    raw = None;
                }
            }
        }
        let end = self.offset - self.envelope.as_ref().map_or(0, |line| line.len() as u64);
        let raw = raw.map(without_last_empty_line);
        let after = Place { file: self.name.clone(), offset: end };
        Ok(Some(Found { raw, after, arrived: envelope_date(&envelope), size: end - start }))
    }

    /// The envelope line that begins the next mail; what is before the first one belongs to none.
    fn first_envelope(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        if let Some(envelope) = self.envelope.take() {
            return Ok(Some(envelope));
        }
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = self.lines.read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(None);
            }
            self.offset += read as u64;
            if is_envelope(&line) {
                return Ok(Some(line));
            }
        }
    }
}

fn is_empty(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b'\r' | b'\n'))
}

/// `From somebody Mon Mar  2 09:00:00 2026`, in the many ways that is written: a time of day and a year are always there.
fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let has_time =
        rest.windows(5).any(|five| five[2] == b':' && [0, 1, 3, 4].into_iter().all(|at| five[at].is_ascii_digit()));
    let has_year = rest
        .split(|byte| !byte.is_ascii_digit())
        .any(|number| number.len() == 4 && (number.starts_with(b"19") || number.starts_with(b"20")));
    has_time && has_year
}

/// The date of an envelope line, in universal time as the format has it.
fn envelope_date(line: &[u8]) -> Option<i64> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = String::from_utf8_lossy(line).to_ascii_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| {
        let month = MONTHS.iter().position(|month| month == word)?;
        words.get(at + 1)?.parse::<u32>().ok().filter(|day| (1..=31).contains(day))?;
        Some((at, month))
    })?;
    let time = words[at..].iter().find(|word| word.contains(':'))?;
    let year = words[at..].iter().find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
    let written = format!("{} {} {year} {time} +0000", words[at + 1], MONTHS[month]);
    let date = mail_parser::DateTime::parse_rfc822(&written)?;
    date.is_valid().then(|| date.to_timestamp())
}

/// The line without one mark before `From `.
fn unmarked(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}

/// The empty line before the next envelope line belongs to the format, not to the mail.
fn without_last_empty_line(mut raw: Vec<u8>) -> Vec<u8> {
    if raw.ends_with(b"\r\n\r\n") {
        raw.truncate(raw.len() - 2);
    } else if raw.ends_with(b"\n\n") {
        raw.truncate(raw.len() - 1);
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, u64)> {
        let mut reader = Reader::new(text.as_bytes(), "box".into(), 0);
        let mut mails = Vec::new();
        while let Some(found) = reader.next_mail().unwrap() {
            mails.push((String::from_utf8(found.raw.unwrap()).unwrap(), found.after.offset));
        }
        mails
    }

    #[test]
    fn mails_are_told_apart_by_envelope_lines_only() {
        let text = "From a@x Mon Mar  2 09:00:00 2026\nSubject: one\n\nHello\nFrom here on\n\nFrom now on, 2026 is ours\n>From the start\n>>From x\n\n\
                    From - Tue Mar 03 10:11:12 2026\r\nSubject: two\r\n\r\nBye\r\n";
        let mails = read(text);
        let one = "Subject: one\n\nHello\nFrom here on\n\nFrom now on, 2026 is ours\nFrom the start\n>From x\n";
        assert_eq!(mails[0].0, one);
        assert_eq!(mails[1], ("Subject: two\r\n\r\nBye\r\n".into(), text.len() as u64));
        assert_eq!(&text[usize::try_from(mails[0].1).unwrap()..][..8], "From - T");
    }

    #[test]
    fn reading_goes_on_at_any_place() {
        let text = "From a Mon Mar  2 09:00:00 2026\n\n1\n\nFrom a Mon Mar  2 09:00:00 2026\n\n2\n\nFrom a Mon Mar  2 09:00:00 2026\n\n3\n";
        let all = read(text);
        assert_eq!(all.len(), 3);
        for (done, (_, place)) in all.iter().enumerate() {
            let rest = read(&text[usize::try_from(*place).unwrap()..]);
            assert_eq!(
                rest.iter().map(|mail| &mail.0).collect::<Vec<_>>(),
                all[done + 1..].iter().map(|mail| &mail.0).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn nothing_and_rubbish_are_no_mails() {
        assert!(read("").is_empty());
        assert!(read("\n\nFrom nobody\nat all\n").is_empty());
        assert_eq!(read("rubbish\nFrom a@x Mon Mar  2 09:00:00 2026\n").len(), 1);
    }

    #[test]
    fn envelope_dates_are_read() {
        for (line, want) in [
            ("From a@x Mon Mar  2 09:00:00 2026", Some(1_772_442_000)),
            ("From - Mon Mar 02 09:00:00 2026\r", Some(1_772_442_000)),
            ("From a at x.org  Mon Mar  2 09:00:00 2026 +0000", Some(1_772_442_000)),
            ("From a@x Mon Mar 2 09:00 2026", None),
            ("From a@x", None),
        ] {
            let got = envelope_date(line.as_bytes());
            if want.is_some() {
                assert_eq!(got, want, "{line}");
            }
        }
    }
}
