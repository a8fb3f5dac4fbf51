//! What we read out of a folder of mail beside what other tools read out of it: senders, subjects, attachments, recipients of
//! bounces, visible replies, the files of `winmail.dat`. A second opinion, not the truth: each kind of disagreement is named, with its files.

mod bounces;
mod known;
mod reading;
mod replies;
mod tally;
mod winmail;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::outcome::{Outcome, wrong};
use tally::Tally;

/// Where the mail lies: as it is, and what archives held.
struct Mail<'a> {
    data: &'a Path,
    unpacked: &'a Path,
}

impl Mail<'_> {
    fn bytes(&self, file: &str) -> Outcome<Vec<u8>> {
        let places = [self.data.join("mail").join(file), self.unpacked.join(file)];
        let Some(path) = places.iter().find(|path| path.is_file()) else {
            return wrong(format!("{file} is named by a reference and is nowhere"));
        };
        Ok(std::fs::read(path)?)
    }

    fn text(&self, file: &str) -> Outcome<String> {
        Ok(String::from_utf8_lossy(&self.bytes(file)?).into_owned())
    }

    fn reference(&self, name: &str) -> PathBuf {
        self.data.join("reference").join(name)
    }

    /// A reference with one JSON object a line; empty when there is none.
    fn lines(&self, name: &str) -> Outcome<Vec<Value>> {
        let path = self.reference(name);
        if !path.is_file() {
            return Ok(Vec::new());
        }
        let text = std::fs::read_to_string(path)?;
        Ok(text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect::<Result<_, _>>()?)
    }
}

/// The table; says so when the folder has no references.
pub fn table(data: &Path, unpacked: &Path) -> Outcome<String> {
    let mail = Mail { data, unpacked };
    let mut tally = Tally::default();
    reading::compare(&mail, &mut tally)?;
    bounces::compare(&mail, &mut tally)?;
    replies::compare(&mail, &mut tally)?;
    winmail::compare(&mail, &mut tally)?;
    Ok(tally.table())
}

/// The text of a field, if it is there and not null.
fn text_of<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field).and_then(Value::as_str)
}

/// The first folder of a path.
fn set_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file)
}
