//! Declared statements: a text with a name, listed so that one test can prepare all of them on both engines.

use std::ops::Deref;

/// A declared statement: one text for both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    /// The constant's name, for logs and tests.
    pub name: &'static str,
    /// The text, with `$1…$n` in order of first use.
    pub text: &'static str,
}

impl Deref for Sql {
    type Target = str;
    fn deref(&self) -> &str {
        self.text
    }
}

impl AsRef<str> for Sql {
    fn as_ref(&self) -> &str {
        self.text
    }
}

/// Declares statements and a list `STATEMENTS` of them; once per module.
///
/// `sql! { FIND = "select id from inbox_tags where id = $1"; }`
#[macro_export]
macro_rules! sql {
    ($( $(#[$doc:meta])* $name:ident = $text:expr; )+) => {
        $( $(#[$doc])* pub(crate) const $name: $crate::Sql = $crate::Sql { name: stringify!($name), text: $text }; )+
        /// Every statement of this module.
        pub(crate) const STATEMENTS: &[&$crate::Sql] = &[$(&$name),+];
    };
}
