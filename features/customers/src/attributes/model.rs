//! Definitions of attributes, and which values fit them. No I/O.

use kernel::{Fault, FieldFault, Phrase, Result, Said};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error;
use crate::fold;

/// Longest text of an attribute, in characters.
const LONGEST_TEXT: usize = 2000;
/// Most choices of one attribute.
const MOST_CHOICES: usize = 200;

/// What bears the attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AttributeSubject)]
pub enum Subject {
    /// Contacts.
    #[default]
    Contact,
    /// Organisations.
    Organisation,
}

impl Subject {
    /// As stored and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Organisation => "organisation",
        }
    }

    pub(crate) fn from_stored(text: &str) -> Self {
        if text == "organisation" { Self::Organisation } else { Self::Contact }
    }
}

/// What sort of value an attribute takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of the choices.
    Choice,
}

impl AttributeKind {
    /// As stored and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Choice => "choice",
        }
    }

    pub(crate) fn from_stored(text: &str) -> Result<Self> {
        match text {
            "text" => Ok(Self::Text),
            "number" => Ok(Self::Number),
            "date" => Ok(Self::Date),
            "choice" => Ok(Self::Choice),
            other => Err(Fault::internal(format!("«{other}» is no kind of attribute"))),
        }
    }
}

/// A defined attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AttributeDefinition)]
pub struct Definition {
    /// What bears it.
    pub subject: Subject,
    /// Its stable key, unique for its subject.
    #[schema(examples("customer_number"))]
    pub key: String,
    /// What people read.
    #[schema(examples("Customer number"))]
    pub label: String,
    /// What sort of value it takes.
    pub kind: AttributeKind,
    /// What can be chosen; empty for the other kinds.
    pub choices: Vec<String>,
    /// Hand this back with a change.
    pub version: i64,
}

/// An attribute to be.
#[derive(Debug, Clone)]
pub struct NewDefinition {
    /// What bears it.
    pub subject: Subject,
    /// Its key.
    pub key: String,
    /// What people read.
    pub label: String,
    /// What sort of value it takes.
    pub kind: AttributeKind,
    /// What can be chosen.
    pub choices: Vec<String>,
}

/// What to change in a definition.
#[derive(Debug, Clone, Default)]
pub struct AttributeChange {
    /// The version that was seen.
    pub version: i64,
    /// Another label.
    pub label: Option<String>,
    /// Other choices; values that were chosen before stay.
    pub choices: Option<Vec<String>>,
}

impl NewDefinition {
    /// The definition, when it makes sense.
    pub(crate) fn check(&self) -> Result<Definition> {
        let mut faults = Vec::new();
        let fits = self.key.len() <= 40
            && self.key.starts_with(|c: char| c.is_ascii_lowercase())
            && self.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !fits {
            faults.push(FieldFault::saying("key", error::ATTRIBUTE_KEY));
        }
        let label = check_label(&self.label, &mut faults);
        let choices = check_choices(self.kind, &self.choices, &mut faults);
        Fault::check_fields(faults)?;
        Ok(Definition { subject: self.subject, key: self.key.clone(), label, kind: self.kind, choices, version: 1 })
    }
}

impl Definition {
    /// What a change makes of it.
    pub(crate) fn changed(&self, change: &AttributeChange) -> Result<Self> {
        let mut faults = Vec::new();
        let mut after = self.clone();
        if let Some(label) = &change.label {
            after.label = check_label(label, &mut faults);
        }
        if let Some(choices) = &change.choices {
            after.choices = check_choices(self.kind, choices, &mut faults);
        }
        Fault::check_fields(faults)?;
        Ok(after)
    }

    /// The value as it is kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn check(&self, value: &Value) -> std::result::Result<Value, Said> {
        let wrong = |phrase: Phrase| phrase.said([("label", &self.label)]);
        match (self.kind, value) {
            (AttributeKind::Text, Value::String(text)) if text.chars().count() <= LONGEST_TEXT => {
                Ok(Value::from(text.trim()))
            }
            (AttributeKind::Text, _) => {
                Err(error::ATTRIBUTE_TEXT.said([("label", &self.label), ("most", &LONGEST_TEXT.to_string())]))
            }
            (AttributeKind::Number, Value::Number(_)) => Ok(value.clone()),
            (AttributeKind::Number, _) => Err(wrong(error::ATTRIBUTE_NUMBER)),
            (AttributeKind::Date, Value::String(text)) => {
                let day = text.trim().parse::<jiff::civil::Date>();
                day.map(|day| Value::from(day.to_string())).map_err(|_| wrong(error::ATTRIBUTE_DATE))
            }
            (AttributeKind::Date, _) => Err(wrong(error::ATTRIBUTE_DATE)),
            (AttributeKind::Choice, Value::String(text)) if self.choices.contains(text) => Ok(value.clone()),
            (AttributeKind::Choice, _) => {
                Err(error::ATTRIBUTE_CHOICE.said([("label", &self.label), ("choices", &self.choices.join(", "))]))
            }
        }
    }
}

fn check_label(label: &str, faults: &mut Vec<FieldFault>) -> String {
    let label = fold::one_line(label, 80);
    if label.is_empty() {
        faults.push(FieldFault::saying("label", error::ATTRIBUTE_UNNAMED));
    }
    label
}

fn check_choices(kind: AttributeKind, choices: &[String], faults: &mut Vec<FieldFault>) -> Vec<String> {
    let mut checked: Vec<String> = Vec::new();
    for choice in choices.iter().map(|choice| fold::one_line(choice, 80)).filter(|choice| !choice.is_empty()) {
        if !checked.contains(&choice) {
            checked.push(choice);
        }
    }
    let wrong = match kind {
        AttributeKind::Choice if checked.is_empty() => Some(error::CHOICES_MISSING),
        AttributeKind::Choice if checked.len() > MOST_CHOICES => Some(error::CHOICES_MANY),
        AttributeKind::Choice => None,
        _ if checked.is_empty() => None,
        _ => Some(error::CHOICES_UNWANTED),
    };
    faults.extend(wrong.map(|phrase| FieldFault::saying("choices", phrase)));
    checked
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn definition(kind: AttributeKind) -> Definition {
        let choices = if kind == AttributeKind::Choice { vec!["gold".into(), "silver".into()] } else { vec![] };
        Definition { subject: Subject::Contact, key: "x".into(), label: "X".into(), kind, choices, version: 1 }
    }

    #[test]
    fn values_fit_their_kind() {
        use AttributeKind::{Choice, Date, Number, Text};
        let table = [
            (Text, json!(" K-1 "), Some(json!("K-1"))),
            (Text, json!(1), None),
            (Number, json!(1.5), Some(json!(1.5))),
            (Number, json!("1"), None),
            (Date, json!("2026-03-01"), Some(json!("2026-03-01"))),
            (Date, json!("2026-02-30"), None),
            (Date, json!("1 March"), None),
            (Choice, json!("gold"), Some(json!("gold"))),
            (Choice, json!("lead"), None),
            (Choice, json!(null), None),
        ];
        for (kind, value, kept) in table {
            assert_eq!(definition(kind).check(&value).ok(), kept, "{kind:?} {value}");
        }
        assert!(definition(Text).check(&json!("x".repeat(LONGEST_TEXT + 1))).is_err());
    }

    #[test]
    fn a_definition_must_make_sense() {
        let new = |key: &str, kind, choices: &[&str]| NewDefinition {
            subject: Subject::Contact,
            key: key.into(),
            label: "Label".into(),
            kind,
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        };
        assert_eq!(
            new("plan", AttributeKind::Choice, &["a", " a ", "", "b"]).check().expect("fine").choices,
            ["a", "b"]
        );
        for (key, kind, choices, pointer) in [
            ("Plan", AttributeKind::Text, &[] as &[&str], "key"),
            ("1plan", AttributeKind::Text, &[], "key"),
            ("plan", AttributeKind::Choice, &[], "choices"),
            ("plan", AttributeKind::Number, &["a"], "choices"),
        ] {
            assert_eq!(new(key, kind, choices).check().expect_err("refused").fields[0].pointer, pointer);
        }
    }
}
