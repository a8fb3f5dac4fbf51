//! Numbers: facts made from the event log, the one definition of every metric, and what is computed from both.

pub mod facts;
pub mod metrics;

use db::{Migration, Sql};

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
    ]
}

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [facts::store::STATEMENTS, metrics::STATEMENTS].concat()
}

#[cfg(test)]
mod tests {
    use testkit::{TestDb, check_statements, db_test};

    #[db_test]
    async fn every_statement_is_understood(store: TestDb) {
        check_statements(&store, crate::statements()).await;
    }
}
