//! Which of default, file and environment decides each setting, and whether its value can be taken.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::str::FromStr;

use super::FILE_VARIABLE;
use super::error::ConfigError;
use super::file;
use super::settings::{Kind, PREFIX, SETTINGS, SHORT_NAMES, Setting};

/// What a configuration is read from.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) file: Option<(PathBuf, String)>,
    pub(super) environment: Vec<(String, String)>,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Default,
    File { path: PathBuf, line: usize },
    Environment(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => write!(f, "environment {name}"),
        }
    }
}

/// Every setting's value and origin, and the problems met on the way.
#[derive(Default)]
pub(super) struct Resolved {
    values: BTreeMap<&'static str, (String, Origin)>,
    problems: Vec<String>,
}

impl fmt::Debug for Resolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secrets.
        write!(f, "Resolved({} settings)", self.values.len())
    }
}

/// Lets file and environment speak over the defaults; strangers among them become problems.
///
/// Stops at once only when the file is not TOML at all.
pub(super) fn resolve(source: &Source) -> Result<Resolved, ConfigError> {
    let mut resolved = Resolved::default();
    for setting in &SETTINGS {
        resolved.values.insert(setting.key, (setting.default.to_owned(), Origin::Default));
    }
    if let Some((path, text)) = &source.file {
        for entry in file::entries(path, text)? {
            resolved.take_entry(path.clone(), entry);
        }
    }
    for (short, key) in SHORT_NAMES {
        if let Some((_, value)) = source.environment.iter().find(|(name, value)| name == short && !value.is_empty()) {
            resolved.values.insert(key, (value.clone(), Origin::Environment(short.to_owned())));
        }
    }
    for (name, value) in &source.environment {
        resolved.take_variable(name, value);
    }
    for setting in &SETTINGS {
        resolved.check(setting);
    }
    Ok(resolved)
}

impl Resolved {
    fn take_entry(&mut self, path: PathBuf, entry: file::Entry) {
        let place = Origin::File { path, line: entry.line };
        let Some(setting) = SETTINGS.iter().find(|setting| setting.key == entry.key) else {
            let known = SETTINGS.iter().map(|setting| setting.key.to_owned());
            return self.problems.push(format!(
                "{place}: there is no setting `{}`{}",
                entry.key,
                nearest(&entry.key, known)
            ));
        };
        match entry.value {
            Some(value) => {
                self.values.insert(setting.key, (value, place));
            }
            None => self.problems.push(format!("{place}: {} must be {}", setting.key, wanted(setting))),
        }
    }

    fn take_variable(&mut self, name: &str, value: &str) {
        // Tests are told things by variables of their own; they are no settings.
        if !name.starts_with(PREFIX) || name.starts_with("QUARTERDECK_TEST_") || name == FILE_VARIABLE {
            return;
        }
        let place = Origin::Environment(name.to_owned());
        let Some(setting) = SETTINGS.iter().find(|setting| setting.variable() == name) else {
            let known = SETTINGS.iter().map(Setting::variable);
            return self.problems.push(format!("{place}: there is no such setting{}", nearest(name, known)));
        };
        // An empty variable is how many tools pass on one that nobody set.
        if !value.is_empty() {
            self.values.insert(setting.key, (value.to_owned(), place));
        }
    }

    fn check(&mut self, setting: &Setting) {
        let value = self.text(setting.key);
        let fits = match setting.kind {
            Kind::Text | Kind::List => true,
            Kind::Number { least, most } => value.parse().is_ok_and(|number: i64| (least..=most).contains(&number)),
            Kind::Choice(choices) => choices.contains(&value.as_str()),
        };
        if !fits {
            self.refuse(setting.key, &wanted(setting));
        }
    }

    /// Notes that the value of this setting cannot be taken, and what could.
    pub(super) fn refuse(&mut self, key: &str, wanted: &str) {
        let Some((value, origin)) = self.values.get(key) else { return };
        let secret =
            SETTINGS.iter().any(|setting| setting.key == key && setting.mask != super::settings::Mask::Nothing);
        let not = if secret { String::new() } else { format!(", not `{value}`") };
        self.problems.push(format!("{origin}: {key} must be {wanted}{not}"));
    }

    /// Returns a value as text.
    pub(super) fn text(&self, key: &str) -> String {
        self.values.get(key).map(|(value, _)| value.clone()).unwrap_or_default()
    }

    /// Returns a value as text, none when it is empty.
    pub(super) fn optional(&self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|value| !value.is_empty())
    }

    /// Returns a checked number; zero when a problem was noted for it.
    pub(super) fn number<T: FromStr + Default>(&self, key: &str) -> T {
        self.text(key).parse().unwrap_or_default()
    }

    /// Returns the option that stands where the chosen word stands in the list of words.
    pub(super) fn choice<T: Copy>(&self, key: &str, options: &[T]) -> T {
        let value = self.text(key);
        let words = SETTINGS.iter().find(|setting| setting.key == key).map(|setting| &setting.kind);
        let position = match words {
            Some(Kind::Choice(words)) => words.iter().position(|word| *word == value),
            _ => None,
        };
        options[position.unwrap_or(0).min(options.len() - 1)]
    }

    /// Returns an IP address; a stand-in, and a problem noted, when it is none.
    pub(super) fn address(&mut self, key: &str) -> IpAddr {
        self.text(key).parse().unwrap_or_else(|_| {
            self.refuse(key, "an IP address such as 127.0.0.1 or ::");
            Ipv4Addr::LOCALHOST.into()
        })
    }

    /// Returns a list in the form wanted; empty, and a problem noted, when a part is not in that form.
    pub(super) fn parsed_list<T: FromStr>(&mut self, key: &str, wanted: &str) -> Vec<T> {
        let text = self.text(key);
        let parts: Option<Vec<T>> =
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect();
        parts.unwrap_or_else(|| {
            self.refuse(key, wanted);
            Vec::new()
        })
    }

    /// Returns a list of host names, in lower case.
    pub(super) fn names(&self, key: &str) -> Vec<String> {
        let text = self.text(key).to_lowercase();
        text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
    }

    /// Returns the value and origin of a setting.
    pub(super) fn get(&self, key: &str) -> Option<(&str, &Origin)> {
        self.values.get(key).map(|(value, origin)| (value.as_str(), origin))
    }

    /// Ends the reading: everything fits, or all problems together.
    pub(super) fn finish(self) -> Result<Self, ConfigError> {
        if self.problems.is_empty() { Ok(self) } else { Err(ConfigError::all(self.problems)) }
    }
}

fn wanted(setting: &Setting) -> String {
    match setting.kind {
        Kind::Text => "text".to_owned(),
        Kind::Number { least, most } => format!("a whole number from {least} to {most}"),
        Kind::Choice(choices) => format!("one of {}", choices.join(", ")),
        Kind::List => "a list of texts".to_owned(),
    }
}

/// Returns the known name that a person most likely meant, as the end of a sentence.
fn nearest(name: &str, known: impl Iterator<Item = String>) -> String {
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, &candidate), candidate))
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| format!("; the nearest is `{candidate}`"))
        .unwrap_or_default()
}
