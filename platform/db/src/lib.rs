//! The only room that knows a database driver.
//!
//! One thin synchronous layer over rusqlite and the sync `postgres` client. Business code is plain functions over
//! `&mut Tx`, run as closures on database threads: `db.read(|tx| …).await`, `db.write(move |tx| …).await`.
//! On SQLite one writer thread puts the waiting units of work into one durable commit, a savepoint each; on PostgreSQL
//! a unit of work is a transaction at REPEATABLE READ that is run again when the server refuses to serialise it.
//! No `.await` can happen inside a unit of work, and a closure may run more than once, so it has no other side effects.

mod audit;
mod bus;
mod config;
mod consumer;
mod database;
mod errors;
mod events;
mod filter;
mod id_columns;
mod lanes;
mod migrate;
mod nodes;
mod postgres_lane;
mod row;
mod rows;
mod schema;
mod sql;
mod sqlite_lane;
mod told;
pub mod transfer;
mod tx;
mod value;

pub use audit::{AuditReport, AuditRow, seal as seal_audit, verify as verify_audit};
pub use bus::{Bus, Whisper};
pub use config::{DbConfig, Engine, PostgresTls};
pub use consumer::{ConsumerLag, Consumers, Past, is_behind, lags as consumer_lags, place_of, rewind};
pub use database::Db;
pub use errors::{RETRY, UNIQUE};
pub use events::{after as events_after, newest as newest_event, of_thing as events_of_thing};
pub use filter::Filter;
pub use migrate::{Migration, apply as migrate, migrations, waiting as waiting_steps};
pub use nodes::{Heart, anybody_alive};
pub use row::{FromValue, Row};
pub use schema::{SchemaTable, describe as describe_schema};
pub use sql::Sql;
pub use tx::Tx;
pub use value::{ToValue, Value};

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        audit::STATEMENTS,
        consumer::STATEMENTS,
        events::STATEMENTS,
        nodes::STATEMENTS,
        told::STATEMENTS,
        transfer::STATEMENTS[0],
        transfer::STATEMENTS[1],
    ]
    .concat()
}

// What the exported macros need from their users' crates.
#[doc(hidden)]
pub mod reexport {
    pub use kernel::{self, TypedId};
    pub use postgres::{Error as PgError, Row as PgRow};
    pub use rusqlite::types::ValueRef;
}
