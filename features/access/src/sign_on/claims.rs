//! What a provider says of somebody: read from what it signed, and judged. Nothing here asks or keeps anything.

use serde_json::{Map, Value};

use crate::fields::{self, Email};
use crate::identity_providers::IdentityProvider;

/// Nobody has more groups that matter.
const MOST_VALUES: usize = 1_000;

/// What a provider says of somebody, verified.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Claims(pub(super) Map<String, Value>);

impl Claims {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default().trim()
    }

    /// The provider's own name for the account; it never changes and is never given to anybody else.
    pub(super) fn subject(&self) -> &str {
        self.0.get("sub").and_then(Value::as_str).unwrap_or_default()
    }

    /// The mail address, when the provider stands for it.
    pub(super) fn email(&self, provider: &IdentityProvider) -> Option<Email> {
        let verified = match self.0.get("email_verified") {
            Some(Value::Bool(verified)) => *verified,
            // Some providers write it as a word.
            Some(Value::String(word)) => word.eq_ignore_ascii_case("true"),
            _ => provider.trust_email,
        };
        Email::parse(self.text("email")).ok().filter(|_| verified)
    }

    /// What to call somebody: the name, else its parts, else the left side of the address.
    pub(super) fn name(&self, email: &Email) -> String {
        let parts = format!("{} {}", self.text("given_name"), self.text("family_name"));
        let local = email.shown().split('@').next().unwrap_or_default().to_owned();
        let candidates = [self.text("name").to_owned(), parts, self.text("preferred_username").to_owned(), local];
        candidates.iter().find_map(|candidate| fields::name(candidate).ok()).unwrap_or_default()
    }

    /// The values at a claim: a list, or words with spaces between. A dot goes a level down, unless a claim is called so.
    pub(super) fn values(&self, claim: &str) -> Vec<String> {
        let direct = self.0.get(claim);
        let found = direct.or_else(|| {
            let mut steps = claim.split('.');
            let first = self.0.get(steps.next()?)?;
            steps.try_fold(first, |value, step| value.get(step))
        });
        match found {
            Some(Value::String(words)) => words.split_whitespace().map(str::to_owned).take(MOST_VALUES).collect(),
            Some(Value::Array(items)) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).take(MOST_VALUES).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Adds what the provider says elsewhere of the same account; what it signed counts more.
    pub(super) fn completed_by(mut self, more: Map<String, Value>) -> Self {
        if more.get("sub").and_then(Value::as_str) == Some(self.subject()) {
            for (name, value) in more {
                self.0.entry(name).or_insert(value);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use kernel::{BuiltInRole, TypedId};
    use serde_json::json;

    use super::*;
    use crate::identity_providers::testing::{provider, rule};
    use crate::roles::built_in_id;

    fn claims(value: Value) -> Claims {
        let Value::Object(map) = value else { panic!("claims are an object") };
        Claims(map)
    }

    #[test]
    fn an_address_counts_when_the_provider_stands_for_it() {
        let table = [
            (json!({"email": "ada@example.com", "email_verified": true}), false, true),
            (json!({"email": "ada@example.com", "email_verified": "true"}), false, true),
            (json!({"email": "ada@example.com", "email_verified": false}), false, false),
            (json!({"email": "ada@example.com", "email_verified": false}), true, false),
            (json!({"email": "ada@example.com"}), false, false),
            (json!({"email": "ada@example.com"}), true, true),
            (json!({"email": "nonsense", "email_verified": true}), true, false),
            (json!({"email": 7, "email_verified": true}), true, false),
            (json!({}), true, false),
        ];
        for (said, trust_email, expected) in table {
            let provider = IdentityProvider { trust_email, ..provider() };
            assert_eq!(claims(said.clone()).email(&provider).is_some(), expected, "{said} {trust_email}");
        }
    }

    #[test]
    fn somebody_is_called_what_the_provider_calls_them() {
        let email = Email::parse("a.lovelace@example.com").expect("an address");
        let table = [
            (json!({"name": " Ada Lovelace "}), "Ada Lovelace"),
            (json!({"name": "", "given_name": "Ada", "family_name": "Lovelace"}), "Ada Lovelace"),
            (json!({"given_name": "Ada"}), "Ada"),
            (json!({"name": "Ada\u{7}", "preferred_username": "ada"}), "ada"),
            (json!({}), "a.lovelace"),
        ];
        for (said, expected) in table {
            assert_eq!(claims(said.clone()).name(&email), expected, "{said}");
        }
    }

    #[test]
    fn values_are_found_as_list_as_words_and_below_a_path() {
        let said = json!({"groups": ["a", "b c", 7], "scope": "x y", "realm_access": {"roles": ["lead"]},
            "https://example.com/roles": ["url"], "odd.name": ["dot"]});
        let table: [(&str, &[&str]); 7] = [
            ("groups", &["a", "b c"]),
            ("scope", &["x", "y"]),
            ("realm_access.roles", &["lead"]),
            ("https://example.com/roles", &["url"]),
            ("odd.name", &["dot"]),
            ("realm_access.nothing", &[]),
            ("", &[]),
        ];
        for (claim, expected) in table {
            assert_eq!(claims(said.clone()).values(claim), expected, "{claim}");
        }
    }

    #[test]
    fn the_first_rule_that_fits_gives_the_role() {
        let (lead, agent) = (built_in_id(BuiltInRole::Lead), built_in_id(BuiltInRole::Agent));
        let mut provider = provider();
        provider.role_rules = vec![rule("leads", lead), rule("desk", agent)];
        let role = |provider: &IdentityProvider, values: &[&str]| {
            provider.role_of(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()).map(TypedId::raw)
        };
        assert_eq!(role(&provider, &["desk", "leads"]), Some(lead.raw()));
        assert_eq!(role(&provider, &["desk"]), Some(agent.raw()));
        assert_eq!(role(&provider, &["Desk"]), None, "values are compared exactly");
        provider.default_role = Some(agent);
        assert_eq!(role(&provider, &[]), Some(agent.raw()));
    }

    #[test]
    fn more_is_taken_only_of_the_same_account() {
        let own = claims(json!({"sub": "1", "email": "ada@example.com"}));
        let more = |value: Value| claims(value).0;
        let completed =
            own.clone().completed_by(more(json!({"sub": "1", "email": "eve@example.com", "groups": ["a"]})));
        assert_eq!((completed.text("email"), completed.values("groups").len()), ("ada@example.com", 1));
        assert_eq!(own.clone().completed_by(more(json!({"sub": "2", "groups": ["a"]}))), own);
    }
}
