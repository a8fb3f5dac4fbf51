//! Typed ids as columns.

use kernel::{ContactId, ConversationId, MailboxId, MessageId, OrganisationId, PersonId, RoleId, TeamId, TokenId};

/// Lets a typed id be a parameter and a column. [`typed_id!`](crate::typed_id) calls it for a feature's own ids.
#[macro_export]
macro_rules! id_columns {
    ($($name:ty),+ $(,)?) => { $(
        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value<'_> { $crate::Value::Int($crate::reexport::TypedId::raw(*self)) }
        }
        impl $crate::FromValue for $name {
            fn from_sqlite(value: $crate::reexport::ValueRef<'_>) -> ::std::option::Option<Self> {
                <i64 as $crate::FromValue>::from_sqlite(value).map(<Self as $crate::reexport::TypedId>::from_raw)
            }
            fn from_postgres(row: &$crate::reexport::PgRow, column: usize) -> ::std::result::Result<Self, $crate::reexport::PgError> {
                <i64 as $crate::FromValue>::from_postgres(row, column).map(<Self as $crate::reexport::TypedId>::from_raw)
            }
        }
    )+ };
}

/// Declares a typed id of a feature's own thing, ready for wire and database.
///
/// `db::typed_id!(/// A tag. TagId, "tag");`
#[macro_export]
macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $crate::reexport::kernel::typed_id!($(#[$doc])* $name, $prefix);
        $crate::id_columns!($name);
    };
}

id_columns!(ContactId, ConversationId, MailboxId, MessageId, OrganisationId, PersonId, RoleId, TeamId, TokenId);
