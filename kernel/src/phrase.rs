//! Sentences for people that are known by a stable code, so that a screen can say them in its reader's language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What fills the places of a sentence, by their names.
pub type Params = BTreeMap<String, String>;

/// A sentence with a stable code, and places like `{host}` for what varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Stable code, `<feature>.<what>`.
    pub code: &'static str,
    /// The sentence in English.
    pub english: &'static str,
}

/// A phrase as it was said: the English sentence, and what is needed to say it in another language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The phrase's code.
    pub code: String,
    /// What its places were filled with.
    pub params: Params,
    /// The whole sentence in English.
    pub text: String,
}

impl Phrase {
    /// The sentence with its places filled.
    pub fn said<const N: usize>(self, filled: [(&str, &str); N]) -> Said {
        let params: Params = filled.into_iter().map(|(place, value)| (place.to_owned(), value.to_owned())).collect();
        let text = fill(self.english, &params);
        Said { code: self.code.to_owned(), params, text }
    }
}

impl From<Phrase> for Said {
    fn from(phrase: Phrase) -> Self {
        phrase.said([])
    }
}

/// Puts values into the places of a sentence, in one pass, so that a value is never taken for a place.
fn fill(english: &str, params: &Params) -> String {
    let mut text = String::with_capacity(english.len());
    let mut rest = english;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let filled = after.split_once('}').and_then(|(place, behind)| Some((params.get(place)?, behind)));
        if let Some((value, behind)) = filled {
            text.push_str(value);
            rest = behind;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// Declares phrases: `phrases! { /// doc  NO_SERVER: "delivery.no_server", "There is no server named {host}."; }`
#[macro_export]
macro_rules! phrases {
    ($( $(#[$doc:meta])* $name:ident : $code:literal, $english:literal; )+) => {
        $( $(#[$doc])* pub const $name: $crate::Phrase = $crate::Phrase { code: $code, english: $english }; )+
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    phrases! {
        /// For the tests.
        ANSWERS: "test.answers", "{host} answers on port {port}.";
    }

    #[test]
    fn places_are_filled_and_remembered() {
        let said = ANSWERS.said([("host", "mail.example"), ("port", "993")]);
        assert_eq!(said.text, "mail.example answers on port 993.");
        assert_eq!((said.code.as_str(), said.params["port"].as_str()), ("test.answers", "993"));
    }

    #[test]
    fn what_fills_a_place_is_never_a_place_itself() {
        assert_eq!(ANSWERS.said([("host", "{port}"), ("port", "{")]).text, "{port} answers on port {.");
        assert_eq!(Said::from(ANSWERS).text, "{host} answers on port {port}.");
    }
}
