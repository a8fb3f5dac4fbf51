//! Numbers: facts made from the event log, the one definition of every metric, and what is computed from both.

pub mod dashboards;
pub mod error;
pub mod facts;
pub mod figures;
pub mod health;
pub mod live;
pub mod metrics;
pub mod permissions;
pub mod rollups;

use db::{Db, Migration, Sql};
use utoipa_axum::router::OpenApiRouter;

pub use permissions::permissions;

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            name: "202611221230_insight_facts",
            sql: include_str!("../migrations/202611221230_insight_facts.sql"),
        },
        Migration {
            name: "202611221430_insight_business",
            sql: include_str!("../migrations/202611221430_insight_business.sql"),
        },
        Migration {
            name: "202611221510_insight_settings",
            sql: include_str!("../migrations/202611221510_insight_settings.sql"),
        },
        Migration {
            name: "202611221511_insight_rollups",
            sql: include_str!("../migrations/202611221511_insight_rollups.sql"),
        },
        Migration {
            name: "202611221512_insight_dashboards",
            sql: include_str!("../migrations/202611221512_insight_dashboards.sql"),
        },
    ]
}

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        facts::store::STATEMENTS.to_vec(),
        metrics::statements(),
        figures::statements(),
        rollups::statements(),
        live::statements(),
        health::STATEMENTS.to_vec(),
        dashboards::BOARD_STATEMENTS.to_vec(),
        dashboards::NOTE_STATEMENTS.to_vec(),
    ]
    .concat()
}

/// Every endpoint of this room, without the prefix `/api/v1`.
pub fn router() -> OpenApiRouter<Db> {
    metrics::http::router()
        .merge(metrics::settings_http::router())
        .merge(figures::http::router())
        .merge(live::http::router())
        .merge(health::http::router())
        .merge(dashboards::http::router())
}

#[cfg(test)]
mod tests {
    use testkit::{TestDb, check_statements, db_test};

    #[db_test]
    async fn every_statement_is_understood(store: TestDb) {
        check_statements(&store, crate::statements()).await;
    }
}
