//! When the department works: calendars with their windows, holidays and zone, and the business time they give.
//!
//! `README.md` tells how business time is counted, and what other rooms may rely on.

pub mod calendars;
pub mod error;
pub mod events;
pub mod permissions;
mod refusal;

use db::{Db, Migration, Sql};
use utoipa_axum::router::OpenApiRouter;

pub use permissions::permissions;

/// The steps of this room's tables and published views.
pub fn migrations() -> Vec<Migration> {
    db::steps!["202611221215_service_levels_calendars"]
}

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    calendars::STATEMENTS.to_vec()
}

/// Every endpoint of this room, without the prefix `/api/v1`.
pub fn router() -> OpenApiRouter<Db> {
    calendars::router()
}

#[cfg(test)]
mod tests {
    use testkit::{TestDb, check_statements, db_test};

    #[db_test]
    async fn every_statement_is_understood(store: TestDb) {
        check_statements(&store, crate::statements()).await;
    }
}
