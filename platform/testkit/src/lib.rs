//! What tests share: a database of their own on each engine, a clock they set, actors of each role.

mod actors;
mod databases;
mod dovecot;
mod own_postgres;
mod small_disk;

pub use actors::{agent_of, person_with, system};
pub use databases::{EmptyDb, TestDb, check_statements, empty_database, on_postgres, on_sqlite};
pub use dovecot::{Dovecot, Inbox};
pub use own_postgres::{OwnPostgres, lasting_port};
pub use small_disk::SmallDisk;
pub use testkit_macros::db_test;

/// The instant at which every test begins: a Monday morning in spring, 2026-03-02T09:00:00Z.
pub const MONDAY_MORNING: kernel::Timestamp = kernel::Timestamp::from_micros(1_772_442_000_000_000);

/// What went wrong with a server that a test started.
pub type HarnessResult<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
