//! The glue between axum and the features: extractors, problem answers, guards, live updates, tables as files.
//!
//! The only room that turns a [`kernel::Fault`] into HTTP. Knows no feature.

mod extract;
mod guard;
mod live;
mod once;
mod problem;
mod rate;
mod table;
mod who;

pub use extract::{Form, Json, Path, Query};
pub use guard::{SecurityHeaders, count_requests, security_headers};
pub use live::{Live, LiveGate, live_socket};
pub use once::{Once, fingerprint, forget_old as forget_old_answers};
pub use problem::{Problem, ProblemBody};
pub use rate::{RateLimit, limit_rate};
pub use table::{Column, Names, table_file, table_head, table_line};
pub use who::{Authenticate, ClientAddress, Credentials, Identity, OwnPage, Who};

use db::{Migration, Sql};

/// What a handler answers.
pub type Answer<T> = Result<T, Problem>;

/// The steps of this room's table.
pub fn migrations() -> Vec<Migration> {
    db::steps!["202611210003_web_once"]
}

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    once::STATEMENTS.to_vec()
}
