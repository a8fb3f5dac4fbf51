//! Why something does not work, as a screen in any language can say it. The English sentence always stands beside it.

use delivery::Trouble;
use kernel::{Params, Phrase, Said};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reason by its codes: what a screen needs to say it in its reader's language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "code": "delivery.address_refused", "params": {"address": "anna@example.org"}, "answer": "5.1.1 No such user",
    "hint": "delivery.hint_recipient_refused"
}))]
pub struct Why {
    /// Stable code of the sentence.
    pub code: String,
    /// What varies in the sentence.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub params: Params,
    /// What the other server said, word for word.
    #[serde(default)]
    pub answer: Option<String>,
    /// Stable code of what to do about it.
    #[serde(default)]
    pub hint: Option<String>,
}

impl Why {
    /// A sentence of ours, and what to do about it.
    pub(crate) fn of(said: Said, hint: Option<Phrase>) -> Self {
        Self { code: said.code, params: said.params, answer: None, hint: hint.map(|hint| hint.code.to_owned()) }
    }

    /// As it is stored.
    pub(crate) fn stored(&self) -> String {
        // Strings and a map of strings can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was stored; none when all is well, or when only a sentence is known.
    pub(crate) fn read(stored: &str) -> Option<Self> {
        serde_json::from_str(stored).ok()
    }
}

impl From<&Trouble> for Why {
    fn from(trouble: &Trouble) -> Self {
        Self { answer: trouble.answer.clone(), ..Self::of(trouble.said(), Some(trouble.hint())) }
    }
}

/// A sentence for a person, and the same by its codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "text": "There is no folder Done in this mailbox.",
    "why": {"code": "channels.no_folder", "params": {"folder": "Done"}, "answer": null, "hint": "delivery.hint_no_folder"}
}))]
pub struct Told {
    /// In English.
    pub text: String,
    /// By its codes.
    pub why: Why,
}

impl Told {
    /// As it is stored.
    pub(crate) fn stored(&self) -> String {
        // Strings and a map of strings can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was stored, if anything.
    pub(crate) fn read(stored: &str) -> Option<Self> {
        serde_json::from_str(stored).ok()
    }
}

impl From<&Trouble> for Told {
    fn from(trouble: &Trouble) -> Self {
        Self { text: trouble.to_string(), why: Why::from(trouble) }
    }
}

#[cfg(test)]
mod tests {
    use delivery::trouble::Step;

    use super::*;

    #[test]
    fn a_reason_is_read_as_it_was_stored() {
        let trouble = Trouble::from_smtp(535, "5.7.8 Authentication failed", Step::Login);
        let why = Why::from(&trouble);
        assert_eq!((why.code.as_str(), why.hint.as_deref()), ("delivery.login_refused", Some("delivery.hint_login")));
        assert_eq!(why.answer.as_deref(), Some("5.7.8 Authentication failed"));
        assert_eq!(Why::read(&why.stored()), Some(why));
        assert_eq!(Why::read(""), None);
    }
}
