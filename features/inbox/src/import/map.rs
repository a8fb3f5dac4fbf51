//! The map of an import, a TOML file: which column of which file means what. Keys that are not known are refused by name.

use std::collections::BTreeMap;

use kernel::Result;
use serde::Deserialize;

use super::instant::TimeForm;
use crate::error;
use crate::words::{Priority, Status};

/// What a map says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The name of where the history comes from: with a case's id it says which conversation is which, for good.
    pub source: String,
    /// The address of the mailbox from which these conversations are answered from now on.
    #[serde(default)]
    pub mailbox: Option<String>,
    /// How instants are written, where a table says nothing else.
    #[serde(default)]
    pub time: TimeForm,
    /// People whom nobody here is named like.
    #[serde(default)]
    pub people: UnknownPeople,
    /// Teams that are not here.
    #[serde(default)]
    pub teams: UnknownGroups,
    /// Topics that are not here.
    #[serde(default)]
    pub topics: UnknownGroups,
    /// The tables, in any order.
    pub table: Vec<Table>,
}

/// What becomes of people whom nobody here is named like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnknownPeople {
    /// `names` (the default) or `inactive`.
    #[serde(default)]
    pub unknown: Strangers,
}

/// The ways to treat people whom nobody here is named like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strangers {
    /// Their name stays beside what they wrote; nothing is counted for them.
    #[default]
    Names,
    /// They are added as people who no longer work here: nobody can sign in as them, figures name them.
    Inactive,
}

/// What becomes of teams or topics that are not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnknownGroups {
    /// `make` (the default) or `pass_over`.
    #[serde(default)]
    pub unknown: Missing,
}

/// The ways to treat a team or a topic that is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// It is made.
    #[default]
    Make,
    /// The conversation is without one.
    PassOver,
}

/// What one row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// A ticket.
    Tickets,
    /// Something that happened to a case.
    Events,
    /// A message of a case.
    Messages,
}

/// A table: files of one form. Each value is the name of a column, or a text with columns in braces: `"{city}, {street}"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What a row is.
    pub rows: Rows,
    /// Which of the given files, by a pattern with `*`; all, when absent.
    pub files: Option<String>,
    /// What stands between the columns: a comma when absent.
    pub delimiter: Option<char>,
    /// How instants are written in these files.
    pub time: Option<TimeForm>,
    /// The case's id: the same in all tables.
    pub case: String,
    /// The number that people used.
    pub number: Option<String>,
    /// When it happened or was written.
    pub at: Option<String>,
    /// A number that orders what happened at the same instant; the order of the file when absent.
    pub order: Option<String>,
    /// When the case began.
    pub created_at: Option<String>,
    /// When it was first answered.
    pub first_response_at: Option<String>,
    /// When it was solved last. Where this is mapped it holds, whatever states say; empty: never.
    pub solved_at: Option<String>,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// When it was changed last.
    pub updated_at: Option<String>,
    /// How often it was opened again. Where this is mapped it holds, whatever states say.
    pub reopened: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// A plain text.
    pub text: Option<String>,
    /// A text as HTML.
    pub html: Option<String>,
    /// Who asked: an address, or a name or number of the old system.
    pub requester: Option<String>,
    /// That person's name.
    pub requester_name: Option<String>,
    /// Who wrote a message.
    pub author: Option<String>,
    /// That person's name.
    pub author_name: Option<String>,
    /// Which side a message is from.
    pub from: Option<Choice<Side>>,
    /// Where the case stands.
    pub state: Option<Choice<Target>>,
    /// The team it lies with.
    pub team: Option<String>,
    /// Who has it: an address or a name.
    pub person: Option<String>,
    /// The contact reason.
    pub topic: Option<String>,
    /// How urgent it is.
    pub priority: Option<Choice<Priority>>,
    /// On which way the customer came.
    pub channel: Option<Choice<Way>>,
    /// Tags.
    pub tags: Option<Tags>,
    /// Left out when this is true.
    pub spam: Option<String>,
    /// Rows that are the first response when there are no messages to tell.
    pub first_response: Option<Condition>,
}

/// A column whose values become words of ours.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice<T> {
    /// The column.
    pub column: String,
    /// What each of its values is here.
    pub values: BTreeMap<String, T>,
    /// What any other value is; without it, other values are errors.
    pub otherwise: Option<T>,
}

impl<T: Copy> Choice<T> {
    /// What a value is here.
    pub(crate) fn of(&self, value: &str) -> Option<T> {
        let value = value.trim();
        let exact = self.values.get(value);
        let folded = || self.values.iter().find(|(known, _)| known.eq_ignore_ascii_case(value)).map(|(_, word)| word);
        exact.or_else(folded).copied().or(self.otherwise)
    }
}

/// Which side a message is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The customer's.
    Customer,
    /// Ours, in public.
    Agent,
    /// Ours, between us.
    Note,
}

/// Where a case stands, in a map's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Nobody of us has done anything yet.
    New,
    /// We owe the customer something.
    Open,
    /// The customer owes us an answer.
    Pending,
    /// A third party owes us something.
    OnHold,
    /// Done.
    Solved,
    /// Done for good.
    Closed,
    /// Closed without having been solved: given up, withdrawn, a duplicate.
    Unsolved,
    /// As it stood before.
    Keep,
}

impl Target {
    /// The status, and whether a done one was solved; nothing when it stays as it was.
    pub(crate) fn status(self) -> Option<(Status, bool)> {
        match self {
            Self::New => Some((Status::New, true)),
            Self::Open => Some((Status::Open, true)),
            Self::Pending => Some((Status::Pending, true)),
            Self::OnHold => Some((Status::OnHold, true)),
            Self::Solved => Some((Status::Solved, true)),
            Self::Closed => Some((Status::Closed, true)),
            Self::Unsolved => Some((Status::Closed, false)),
            Self::Keep => None,
        }
    }
}

/// On which way a customer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// E-mail.
    Mail,
    /// Another program.
    #[default]
    Api,
    /// The telephone.
    Phone,
    /// A chat.
    Chat,
    /// A form or a forum on the web.
    Web,
    /// A social network.
    Social,
    /// In person.
    InPerson,
}

impl Way {
    /// The word kept with a conversation.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Api => "api",
            Self::Phone => "phone",
            Self::Chat => "chat",
            Self::Web => "web",
            Self::Social => "social",
            Self::InPerson => "in_person",
        }
    }
}

/// Tags in one column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tags {
    /// The column.
    pub column: String,
    /// What stands between them.
    #[serde(default = "comma")]
    pub split: char,
}

fn comma() -> char {
    ','
}

/// Rows by the value of a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// One of these.
    #[serde(default)]
    pub is: Vec<String>,
    /// None of these.
    #[serde(default)]
    pub is_not: Vec<String>,
}

impl Condition {
    pub(crate) fn holds(&self, value: &str) -> bool {
        let has = |list: &[String]| list.iter().any(|known| known == value.trim());
        (self.is.is_empty() || has(&self.is)) && !has(&self.is_not)
    }
}

impl Map {
    /// Reads a map.
    ///
    /// # Errors
    /// `inbox.import_map` with the line and the key at fault.
    pub fn parse(text: &str) -> Result<Self> {
        let map: Self = toml::from_str(text).map_err(|wrong| error::IMPORT_MAP.detail(wrong.to_string()))?;
        map.check().map_err(|words| error::IMPORT_MAP.detail(words))?;
        Ok(map)
    }

    fn check(&self) -> std::result::Result<(), String> {
        let source = &self.source;
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if source.is_empty() || source.len() > 40 || !source.chars().all(is_plain) {
            return Err(format!("source = “{source}”: 1 to 40 of a–z, 0–9, - and _ are needed"));
        }
        if self.table.is_empty() {
            return Err("a map needs at least one [[table]]".to_owned());
        }
        if self.rows(Rows::Tickets).count() > 1 && self.rows(Rows::Tickets).any(|table| table.files.is_none()) {
            return Err("two tables of tickets need `files` to tell theirs apart".to_owned());
        }
        self.table.iter().try_for_each(Table::check)
    }

    pub(crate) fn rows(&self, rows: Rows) -> impl Iterator<Item = &Table> {
        self.table.iter().filter(move |table| table.rows == rows)
    }

    /// Whether the files say how cases stand; else the desk's own rules do.
    pub(crate) fn tells_states(&self) -> bool {
        self.table.iter().any(|table| table.state.is_some())
    }

    /// Whether events say how cases stand at every instant, so that messages move nothing.
    pub(crate) fn tells_moves(&self) -> bool {
        self.rows(Rows::Events).any(|table| table.state.is_some())
    }
}

impl Table {
    fn check(&self) -> std::result::Result<(), String> {
        let rows = self.rows;
        let needs = |key: &str, is_there: bool| {
            if is_there { Ok(()) } else { Err(format!("a table of {rows:?} needs `{key}`").to_lowercase()) }
        };
        match rows {
            Rows::Tickets => needs("created_at", self.created_at.is_some()),
            Rows::Events => needs("at", self.at.is_some()),
            Rows::Messages => {
                needs("at", self.at.is_some())?;
                needs("from", self.from.is_some())?;
                needs("text` or `html", self.text.is_some() || self.html.is_some())
            }
        }
    }

    /// Whether a file belongs to this table, by its name.
    pub(crate) fn takes(&self, file_name: &str) -> bool {
        self.files.as_deref().is_none_or(|pattern| matches(pattern, file_name))
    }
}

/// Whether a name fits a pattern in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(head) else { return false };
    rest.is_empty() || (0..=name.len()).filter(|at| name.is_char_boundary(*at)).any(|at| matches(rest, &name[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_file_names() {
        for (pattern, name, fits) in [
            ("*questions*", "thunderbird_questions.csv.gz", true),
            ("*questions*", "thunderbird_answers.csv.gz", false),
            ("a.csv", "a.csv", true),
            ("a.csv", "b.csv", false),
            ("a*.csv", "a-1.csv", true),
            ("a*.csv", "a-1.csv.gz", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn what_a_map_must_not_say_is_told_by_name() {
        let events = "source = \"x\"\n[[table]]\nrows = \"events\"\ncase = \"id\"\n";
        let table = [
            (format!("{events}at = \"t\"\ncolour = \"red\"\n"), "unknown field `colour`"),
            (format!("{events}at = \"t\"\nstate = {{ column = \"s\", value = {{}} }}\n"), "unknown field `value`"),
            (
                format!("{events}at = \"t\"\nstate = {{ column = \"s\", values = {{ a = \"done\" }} }}\n"),
                "unknown variant `done`",
            ),
            (events.to_owned(), "a table of events needs `at`"),
            (events.replace("events", "messages") + "at = \"t\"\n", "a table of messages needs `from`"),
            (events.replace("events", "tickets"), "a table of tickets needs `created_at`"),
            (events.replace("\"x\"", "\"X y\""), "1 to 40 of a–z"),
            ("source = \"x\"\ntable = []\n".to_owned(), "at least one [[table]]"),
            ("[[table]]\nrows = \"events\"\ncase = \"id\"\nat = \"t\"\n".to_owned(), "missing field `source`"),
        ];
        for (text, words) in table {
            let fault = Map::parse(&text).expect_err(words);
            assert!(fault.is(error::IMPORT_MAP) && fault.sentence().contains(words), "{words}: {}", fault.sentence());
        }
        assert!(Map::parse(&format!("{events}at = \"t\"\n")).is_ok());
    }

    #[test]
    fn values_are_found_as_written_then_in_any_case_then_by_the_rest() {
        let choice = Choice {
            column: "s".into(),
            values: BTreeMap::from([("Done".to_owned(), 1), ("done".to_owned(), 2), ("x".to_owned(), 3)]),
            otherwise: None,
        };
        assert_eq!(
            [choice.of(" Done "), choice.of("done"), choice.of("X"), choice.of("")],
            [Some(1), Some(2), Some(3), None]
        );
        assert_eq!(Choice { otherwise: Some(9), ..choice }.of(""), Some(9));
    }
}
