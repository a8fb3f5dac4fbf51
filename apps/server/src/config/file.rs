//! The TOML file as a flat list of keys, each with its line.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::error::ConfigError;

/// A key found in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// In the form the environment would have it; `None` when no setting can take such a value.
    pub(super) value: Option<String>,
    /// Counted from 1.
    pub(super) line: usize,
}

/// Reads the keys of all sections in the order of their names.
pub(super) fn entries(path: &Path, text: &str) -> Result<Vec<Entry>, ConfigError> {
    let document = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        ConfigError::one(format!("{}:{line}: {}", path.display(), error.message()))
    })?;
    let mut found = Vec::new();
    for (section, value) in document.get_ref() {
        match value.get_ref() {
            DeValue::Table(table) => found.extend(table.iter().map(|(name, value)| Entry {
                key: format!("{}.{}", section.get_ref(), name.get_ref()),
                value: plain(value.get_ref()),
                line: line_of(text, name.span().start),
            })),
            value => found.push(Entry {
                key: section.get_ref().to_string(),
                value: plain(value),
                line: line_of(text, section.span().start),
            }),
        }
    }
    Ok(found)
}

fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
