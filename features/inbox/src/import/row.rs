//! A row of a table, read by its map.

use std::fmt;
use std::path::Path;

use csv::StringRecord;
use kernel::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use super::map::{Rows, Side, Target, Way};
use crate::words::Priority;

/// Somebody, as a table names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Who {
    /// An address, or a name or number of the old system.
    pub(crate) key: String,
    /// The name beside it; perhaps empty.
    pub(crate) name: String,
}

impl Who {
    /// The mail address, when the key is one.
    pub(crate) fn address(&self) -> Option<&str> {
        crate::messages::reply::is_address(&self.key).then_some(self.key.as_str())
    }

    /// What they are called.
    pub(crate) fn called(&self) -> &str {
        if self.name.is_empty() { &self.key } else { &self.name }
    }
}

/// What a row says. What the map does not tell is absent; a mapped column that is empty is `Some(None)` where that differs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(
    clippy::option_option,
    reason = "a column that is not there says nothing; one that is empty says that there is none"
)]
pub(crate) struct Row {
    pub(crate) rows: Rows,
    pub(crate) case: String,
    pub(crate) at: Option<Timestamp>,
    pub(crate) order: i64,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) first_response_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "told")]
    pub(crate) solved_at: Option<Option<Timestamp>>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) updated_at: Option<Timestamp>,
    pub(crate) reopened: Option<i64>,
    pub(crate) number: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) requester: Option<Who>,
    pub(crate) author: Option<Who>,
    pub(crate) from: Option<Side>,
    pub(crate) state: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "told")]
    pub(crate) team: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "told")]
    pub(crate) person: Option<Option<Who>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "told")]
    pub(crate) topic: Option<Option<String>>,
    pub(crate) priority: Option<Priority>,
    pub(crate) channel: Option<Way>,
    pub(crate) tags: Vec<String>,
    pub(crate) spam: bool,
    pub(crate) is_first_response: bool,
}

/// A column that is there, perhaps empty: JSON's null would else be taken for one that is not.
#[expect(clippy::option_option, reason = "as in `Row`")]
fn told<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// A value that is not what its column must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The file's name.
    pub file: String,
    /// The line it begins at, the heading being 1.
    pub line: u64,
    /// The column; empty when the row as a whole is wrong.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is expected.
    pub expected: String,
}

impl Trouble {
    pub(crate) fn of(file: &Path, record: &StringRecord, column: &str, value: &str, expected: String) -> Self {
        let line = record.position().map_or(0, csv::Position::line);
        let value: String = value.chars().take(80).collect();
        Self { file: name_of(file), line, column: column.to_owned(), value, expected }
    }
}

/// The last part of a path.
pub(crate) fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, value, expected } = self;
        write!(out, "{file}, line {line}")?;
        if !column.is_empty() {
            write!(out, ", column {column}: “{value}”")?;
        }
        write!(out, ": {expected}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_column_stays_another_thing_than_none() {
        let text = r#"{"rows":"events","case":"7","at":null,"order":0,"created_at":null,"first_response_at":null,"closed_at":null,
            "updated_at":null,"reopened":null,"number":"","subject":"","text":"","html":"","requester":null,"author":null,"from":null,
            "state":null,"team":null,"topic":"Late","priority":null,"channel":null,"tags":[],"spam":false,"is_first_response":false}"#;
        let row: Row = serde_json::from_str(text).expect("a row");
        let kept: Row = serde_json::from_str(&serde_json::to_string(&row).expect("json")).expect("a row");
        for row in [row, kept] {
            assert_eq!((row.solved_at, row.team, row.person.is_none()), (None, Some(None), true));
            assert_eq!(row.topic, Some(Some("Late".to_owned())));
        }
    }
}
