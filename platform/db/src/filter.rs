//! Conditions compiled from a closed list of fields, never from user text: pushes text and parameters together.

use crate::value::{ToValue, Value};

/// A `where` clause under construction. Owns its parameters, so that it can be built anywhere and run later.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    clauses: Vec<String>,
    params: Vec<Owned>,
}

#[derive(Debug, Clone)]
enum Owned {
    Null,
    Int(i64),
    Real(f64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

impl Owned {
    fn of(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(number) => Self::Int(number),
            Value::Real(number) => Self::Real(number),
            Value::Bool(yes) => Self::Bool(yes),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
        }
    }

    fn borrow(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Real(number) => Value::Real(*number),
            Self::Bool(yes) => Value::Bool(*yes),
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

impl Filter {
    /// No condition yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a condition; each `?` in it stands for the next of the values.
    pub fn and(&mut self, condition: &str, values: &[&dyn ToValue]) -> &mut Self {
        let clause = self.place(condition, values);
        self.clauses.push(clause);
        self
    }

    /// Adds `column in (…)`; an empty list is never true.
    pub fn and_in(&mut self, column: &str, values: &[impl ToValue]) -> &mut Self {
        let clause = self.list(column, values);
        self.clauses.push(clause);
        self
    }

    /// The text of `column in (…)` with its parameters placed, for use inside a larger condition handed to [`Filter::raw`].
    pub fn list(&mut self, column: &str, values: &[impl ToValue]) -> String {
        if values.is_empty() {
            return "1 = 0".to_owned();
        }
        let marks: Vec<String> = values.iter().map(|value| self.param(value)).collect();
        format!("{column} in ({})", marks.join(", "))
    }

    /// Places a parameter and gives its mark, `$n`.
    pub fn param(&mut self, value: &dyn ToValue) -> String {
        self.params.push(Owned::of(value.to_value()));
        format!("${}", self.params.len())
    }

    /// Adds a condition whose parameters were placed before.
    pub fn raw(&mut self, condition: impl Into<String>) -> &mut Self {
        self.clauses.push(condition.into());
        self
    }

    fn place(&mut self, condition: &str, values: &[&dyn ToValue]) -> String {
        let mut values = values.iter();
        let mut text = String::with_capacity(condition.len() + 8);
        for part in condition.split_inclusive('?') {
            match part.strip_suffix('?') {
                Some(before) => {
                    text.push_str(before);
                    let mark = values.next().map_or_else(|| "null".to_owned(), |value| self.param(*value));
                    text.push_str(&mark);
                }
                None => text.push_str(part),
            }
        }
        text
    }

    /// ` where a and b`, or nothing when there is no condition.
    pub fn sql(&self) -> String {
        if self.clauses.is_empty() { String::new() } else { format!(" where {}", self.clauses.join(" and ")) }
    }

    /// The parameters, in order.
    pub fn params(&self) -> Vec<Value<'_>> {
        self.params.iter().map(Owned::borrow).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_numbered_in_order_of_use() {
        let mut filter = Filter::new();
        filter.and("status = ?", &[&1i64]).and_in("team_id", &[7i64, 8]).and("(at, id) < (?, ?)", &[&5i64, &6i64]);
        assert_eq!(filter.sql(), " where status = $1 and team_id in ($2, $3) and (at, id) < ($4, $5)");
        assert_eq!(filter.params().len(), 5);
    }

    #[test]
    fn an_empty_list_is_never_true() {
        let mut filter = Filter::new();
        filter.and_in("team_id", &[] as &[i64]);
        assert_eq!(filter.sql(), " where 1 = 0");
    }
}
