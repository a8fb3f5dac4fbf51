//! What an event says, as it was written down.

use std::ops::Index;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Fault, Result};

/// The facts of an event: kept as text, because most readers want their own type or nothing at all, and a tree of values costs
/// more than all else about an event. Whoever looks at a single fact has the tree built once.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    text: String,
    value: OnceLock<Value>,
}

impl Facts {
    /// As they were written down.
    pub fn written(text: String) -> Self {
        Self { text, value: OnceLock::new() }
    }

    /// As a type of the reader's own.
    ///
    /// # Errors
    /// An internal fault when they do not have this shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.text).map_err(Fault::internal)
    }

    /// As a tree of values; null when what was written down is no JSON.
    pub fn value(&self) -> &Value {
        self.value.get_or_init(|| serde_json::from_str(&self.text).unwrap_or_default())
    }

    /// One fact by its name, when there is one.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.value().get(name)
    }
}

/// One fact by its name; null when there is none.
impl Index<&str> for Facts {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        &self.value()[name]
    }
}

impl From<Value> for Facts {
    fn from(value: Value) -> Self {
        Self { text: value.to_string(), value: value.into() }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Reply {
        length: u32,
    }

    #[test]
    fn facts_are_read_as_a_type_or_one_by_one() {
        let facts = Facts::written(r#"{"length": 3, "detail": {"to": "ada"}}"#.into());
        assert_eq!(facts.read::<Reply>().expect("they have that shape").length, 3);
        assert_eq!(facts["detail"]["to"], "ada");
        assert_eq!(facts["nothing"], Value::Null);
        assert_eq!(facts.get("nothing"), None);
        assert_eq!(Facts::from(json!({"length": 3})).get("length"), Some(&json!(3)));
    }

    #[test]
    fn what_is_no_json_is_a_fault_or_nothing() {
        let facts = Facts::written("{".into());
        assert!(facts.read::<Reply>().is_err());
        assert_eq!(facts.value(), &Value::Null);
    }
}
