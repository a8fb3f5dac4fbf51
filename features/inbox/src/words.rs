//! The words of the desk: status, priority, channel; numbers in the database, words on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $number:literal $word:literal ),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $( $(#[$vdoc])* $variant ),+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// The number in the database.
            pub fn number(self) -> i64 { match self { $(Self::$variant => $number),+ } }
            /// The word on the wire.
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
            /// From the number in the database; the first one for a number of a newer release.
            pub fn from_number(number: i64) -> Self { match number { $($number => Self::$variant,)+ _ => Self::ALL[0] } }
            /// From the word on the wire.
            pub fn from_word(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)+ _ => None } }
        }
        impl db::ToValue for $name {
            fn to_value(&self) -> db::Value<'_> { db::Value::Int(self.number()) }
        }
        impl db::FromValue for $name {
            fn from_sqlite(value: db::reexport::ValueRef<'_>) -> Option<Self> {
                <i64 as db::FromValue>::from_sqlite(value).map(Self::from_number)
            }
            fn from_postgres(row: &db::reexport::PgRow, column: usize) -> Result<Self, db::reexport::PgError> {
                <i64 as db::FromValue>::from_postgres(row, column).map(Self::from_number)
            }
        }
    };
}

words! {
    /// Where a conversation stands.
    Status {
        /// Nobody of us has done anything yet.
        New = 0 "new",
        /// We owe the customer something.
        Open = 1 "open",
        /// The customer owes us an answer.
        Pending = 2 "pending",
        /// A third party owes us something.
        OnHold = 3 "on_hold",
        /// Done, as far as we know; a message of the customer opens it again.
        Solved = 4 "solved",
        /// Done for good; a message of the customer starts a new conversation.
        Closed = 5 "closed",
    }
}

words! {
    /// How urgent a conversation is.
    Priority {
        /// Can wait.
        Low = 0 "low",
        /// As most.
        Normal = 1 "normal",
        /// Before most.
        High = 2 "high",
        /// Now.
        Urgent = 3 "urgent",
    }
}

words! {
    /// What a message is.
    MessageKind {
        /// From the customer's side, public.
        Customer = 0 "customer",
        /// From us, public.
        Agent = 1 "agent",
        /// Between us.
        Note = 2 "note",
    }
}

words! {
    /// Who wrote a message.
    AuthorKind {
        /// A customer or somebody else outside.
        Contact = 0 "contact",
        /// One of us.
        Person = 1 "person",
        /// Quarterdeck itself.
        System = 2 "system",
    }
}

words! {
    /// How far a message of ours got.
    DeliveryState {
        /// Nothing to deliver: a note, or a message of the customer.
        None = 0 "none",
        /// Waits to be sent; can still be taken back until its instant.
        Waiting = 1 "waiting",
        /// Is being handed over to the mail server.
        Sending = 2 "sending",
        /// The mail server took it.
        Sent = 3 "sent",
        /// It could not be sent; the reason is told.
        Failed = 4 "failed",
        /// The author took it back in time.
        Withdrawn = 5 "withdrawn",
    }
}

impl Status {
    /// 0 while somebody has to do something, 1 afterwards: what lists walk.
    pub fn shelf(self) -> i64 {
        i64::from(self >= Self::Solved)
    }

    /// Whether it waits for us.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::New | Self::Open)
    }
}
