//! A field of a change request that tells "leave it" from "clear it".

use serde::{Deserialize, Deserializer};

/// A field that may be absent (leave as it is), null (clear) or present (set).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Absent: leave as it is.
    #[default]
    Keep,
    /// Null: clear.
    Clear,
    /// Present: set.
    Set(T),
}

impl<T> Patch<T> {
    /// The value after the change.
    pub fn apply(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Whether the field is absent.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

/// Use with `#[serde(default)]`, so that an absent field becomes [`Patch::Keep`].
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(from)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: utoipa::ToSchema> utoipa::PartialSchema for Patch<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
        OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Null)).item(T::schema()).into()
    }
}

impl<T: utoipa::ToSchema> utoipa::ToSchema for Patch<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Change {
        #[serde(default)]
        team: Patch<i32>,
    }

    #[test]
    fn absent_null_and_present_are_three_things() {
        let read = |text| serde_json::from_str::<Change>(text).expect("a change").team.apply(Some(1));
        assert_eq!((read("{}"), read(r#"{"team":null}"#), read(r#"{"team":2}"#)), (Some(1), None, Some(2)));
    }
}
