//! Rows: columns are taken in the order of the select list, so a mapping reads like the list itself.

use kernel::{Fault, Result, ThingId, Timestamp};
use postgres::types::Type;

/// One row of an answer.
pub struct Row<'r> {
    source: Source<'r>,
    next: usize,
}

enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

/// Whatever a column can become.
pub trait FromValue: Sized {
    /// Reads one column of a SQLite row.
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self>;
    /// Reads one column of a PostgreSQL row.
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error>;
}

impl<'r> Row<'r> {
    pub(crate) fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { source: Source::Sqlite(row), next: 0 }
    }

    pub(crate) fn postgres(row: &'r postgres::Row) -> Self {
        Self { source: Source::Postgres(row), next: 0 }
    }

    /// The next column.
    ///
    /// # Errors
    /// An internal fault when the column has another type or there is none left.
    pub fn take<T: FromValue>(&mut self) -> Result<T> {
        let column = self.next;
        self.next += 1;
        self.get(column)
    }

    /// A column by place, from 0.
    ///
    /// # Errors
    /// An internal fault when the column has another type or there is none.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T> {
        match self.source {
            Source::Sqlite(row) => {
                let value = row.get_ref(column).map_err(Fault::internal)?;
                T::from_sqlite(value).ok_or_else(|| {
                    Fault::internal(format!(
                        "column {column} is {:?}, which is not a {}",
                        value.data_type(),
                        std::any::type_name::<T>()
                    ))
                })
            }
            Source::Postgres(row) => T::from_postgres(row, column).map_err(Fault::internal),
        }
    }
}

impl FromValue for i64 {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        match row.columns().get(column).map(postgres::Column::type_) {
            Some(&Type::INT4) => row.try_get::<_, i32>(column).map(Self::from),
            Some(&Type::BOOL) => row.try_get::<_, bool>(column).map(Self::from),
            _ => row.try_get(column),
        }
    }
}

impl FromValue for f64 {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        value.as_f64().ok().or_else(|| value.as_i64().ok().map(|number| number as Self))
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        row.try_get(column)
    }
}

impl FromValue for bool {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok().map(|number| number != 0)
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        row.try_get(column)
    }
}

impl FromValue for String {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        value.as_str().ok().map(str::to_owned)
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        if row.columns().get(column).map(postgres::Column::type_) == Some(&Type::JSONB) {
            return row.try_get::<_, JsonText>(column).map(|text| text.0);
        }
        row.try_get(column)
    }
}

impl FromValue for Vec<u8> {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        value.as_blob().ok().map(<[u8]>::to_vec)
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        row.try_get(column)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        match value {
            rusqlite::types::ValueRef::Null => Some(None),
            present => T::from_sqlite(present).map(Some),
        }
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        let is_null = row.try_get::<_, Presence>(column)?.0;
        if is_null { Ok(None) } else { T::from_postgres(row, column).map(Some) }
    }
}

impl FromValue for Timestamp {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok().map(Self::from_micros)
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        row.try_get(column).map(Self::from_micros)
    }
}

impl FromValue for ThingId {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        String::from_sqlite(value).map(Self)
    }
    fn from_postgres(row: &postgres::Row, column: usize) -> std::result::Result<Self, postgres::Error> {
        row.try_get(column).map(Self)
    }
}

/// Whether a column is null, whatever its type.
struct Presence(bool);

impl postgres::types::FromSql<'_> for Presence {
    fn from_sql(_: &Type, _: &[u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(false))
    }
    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(true))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

/// JSONB as its text, without the leading version byte of the wire form.
struct JsonText(String);

impl postgres::types::FromSql<'_> for JsonText {
    fn from_sql(_: &Type, raw: &[u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(std::str::from_utf8(raw.get(1..).unwrap_or_default())?.to_owned()))
    }
    fn accepts(ty: &Type) -> bool {
        *ty == Type::JSONB
    }
}
