//! Parameters: what Rust values become on their way to either engine.

use kernel::Timestamp;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A parameter on its way to the database.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// SQL null; takes the column's type on PostgreSQL.
    Null,
    /// An integer, also for ids, instants and counts.
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// Yes or no.
    Bool(bool),
    /// Text, also for JSON.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// Whatever can be a parameter.
pub trait ToValue {
    /// Borrows the parameter.
    fn to_value(&self) -> Value<'_>;
}

/// Parameters by reference: `p![id, "text", None::<i64>]`.
#[macro_export]
macro_rules! p {
    ($($value:expr),* $(,)?) => { &[$($crate::ToValue::to_value(&$value)),*] };
}

impl ToValue for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        *self
    }
}
macro_rules! integers {
    ($($kind:ty),+) => { $(impl ToValue for $kind { fn to_value(&self) -> Value<'_> { Value::Int(i64::from(*self)) } })+ };
}
integers!(i64, i32, u32, u16, u8);

impl ToValue for usize {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}
impl ToValue for f64 {
    fn to_value(&self) -> Value<'_> {
        Value::Real(*self)
    }
}
impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}
impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl ToValue for std::borrow::Cow<'_, str> {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl ToValue for [u8] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl ToValue for Timestamp {
    fn to_value(&self) -> Value<'_> {
        Value::Int(self.micros())
    }
}
impl ToValue for kernel::ThingId {
    fn to_value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}
impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}
impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (*self).to_value()
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(number),
            Self::Real(number) => ValueRef::Real(number),
            Self::Bool(yes) => ValueRef::Integer(i64::from(yes)),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

type Failure = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut postgres::types::private::BytesMut) -> Result<IsNull, Failure> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => match *ty {
                Type::INT4 => i32::try_from(number)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(number)?.to_sql(ty, out),
                Type::FLOAT8 => (number as f64).to_sql(ty, out),
                Type::BOOL => (number != 0).to_sql(ty, out),
                _ => number.to_sql(ty, out),
            },
            Self::Real(number) => number.to_sql(ty, out),
            Self::Bool(yes) => match *ty {
                Type::INT8 => i64::from(yes).to_sql(ty, out),
                _ => yes.to_sql(ty, out),
            },
            Self::Text(text) if *ty == Type::JSONB => {
                serde_json::from_str::<serde::de::IgnoredAny>(text)?;
                out.extend_from_slice(&[1]);
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            // PostgreSQL has no NUL in texts; a mail may. The replacement character says that something was there.
            Self::Text(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
