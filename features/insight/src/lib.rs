//! Numbers: facts made from the event log, the one definition of every metric, and what is computed from both.

pub mod actions;
pub mod alerts;
pub mod columns;
pub mod dashboards;
pub mod error;
pub mod events;
pub mod explanations;
mod exports;
pub mod facts;
pub mod figures;
pub mod goals;
pub mod health;
pub mod live;
pub mod measures;
pub mod metrics;
pub mod permissions;
pub mod reports;
pub mod rollups;
pub mod series;
#[cfg(test)]
mod testing;
pub mod wallboards;

use std::sync::Arc;

use db::{Db, Migration, Sql, Tx};
use delivery::fetch::Guard;
use jobs::Runner;
use kernel::Result;
use utoipa_axum::router::OpenApiRouter;

pub use columns::Columns;
pub use permissions::permissions;

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    db::steps![
        "202611221230_insight_facts",
        "202611221430_insight_business",
        "202611221510_insight_settings",
        "202611221500_insight_goals",
        "202611221501_insight_alerts",
        "202611221502_insight_actions",
        "202611221511_insight_rollups",
        "202611221512_insight_dashboards",
        "202611221800_insight_surveys",
        "202611221810_insight_series",
        "202611221820_insight_reports",
        "202611221821_insight_report_sendings",
        "202611221840_insight_wallboards",
        "202611221841_insight_owners",
        "202611221842_insight_looks",
        "202611221843_insight_webhooks",
        "202611221844_insight_excluded",
        "202611221900_insight_columns",
        "202611222210_insight_left",
        "202611230130_insight_tally",
        "202611230900_insight_alerts_closed",
        "202611232000_insight_room",
    ]
}

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        facts::statements(),
        columns::statements(),
        metrics::statements(),
        figures::statements(),
        rollups::statements(),
        live::statements(),
        health::STATEMENTS.to_vec(),
        dashboards::BOARD_STATEMENTS.to_vec(),
        dashboards::NOTE_STATEMENTS.to_vec(),
        explanations::STATEMENTS.to_vec(),
        goals::STATEMENTS.to_vec(),
        alerts::STATEMENTS.to_vec(),
        alerts::told_statements(),
        actions::STATEMENTS.to_vec(),
        reports::statements(),
        wallboards::STATEMENTS.to_vec(),
        series::STATEMENTS.to_vec(),
    ]
    .concat()
}

/// Every endpoint of this room, without the prefix `/api/v1`.
pub fn router(columns: Columns, sealing: alerts::Sealing, house: Arc<dyn reports::House>) -> OpenApiRouter<Db> {
    metrics::http::router()
        .merge(metrics::settings_http::router())
        .merge(figures::http::router(columns.clone()))
        .merge(live::http::router())
        .merge(health::http::router())
        .merge(dashboards::http::router())
        .merge(explanations::router(columns.clone()))
        .merge(goals::router())
        .merge(alerts::router(sealing))
        .merge(actions::router())
        .merge(wallboards::router())
        .merge(exports::router(columns, house))
        .merge(series::router())
}

/// The jobs of this room: looking at what is watched, telling other systems by the guarded way out, and looking at actions on
/// their day.
pub fn add_jobs(runner: &mut Runner, db: &Db, web: &Guard, sealing: &alerts::Sealing) {
    alerts::watch::register(runner, db);
    alerts::webhook::register(runner, db, web, sealing);
    actions::register(runner, db);
}

/// Plans what is always to be done, and seals what an older release kept in the open.
pub fn schedule(tx: &mut Tx<'_>, sealing: &alerts::Sealing) -> Result<()> {
    alerts::seal_old(tx, sealing.as_ref())?;
    alerts::watch::schedule(tx)
}

#[cfg(test)]
mod tests {
    use testkit::{TestDb, check_statements, db_test};

    #[db_test(crate::testing::migrations)]
    async fn every_statement_is_understood(store: TestDb) {
        check_statements(&store, crate::statements()).await;
    }
}
