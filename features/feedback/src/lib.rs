//! What customers think of us: survey programmes, surveys, answers, and what is made of them.
//!
//! `README.md` tells the words, the tables and what others may rely on.

pub mod answers;
pub mod error;
pub mod events;
mod exports;
pub mod follow_ups;
pub mod insights;
pub mod jobs;
pub mod links;
pub mod page;
pub mod permissions;
pub mod ports;
pub mod programmes;
pub mod results;
mod sight;
pub mod surveys;
pub mod themes;

use std::sync::Arc;

use db::{Db, Migration, Sql};
use utoipa_axum::router::OpenApiRouter;

pub use links::Links;
pub use permissions::permissions;
pub use ports::{Hours, Letter, Letters, Posted};

/// What this room's work shares. Cheap to clone.
#[derive(Clone)]
pub struct Feedback {
    /// The database.
    pub db: Db,
    /// The way to customers.
    pub letters: Arc<dyn Letters>,
    /// Business time.
    pub hours: Arc<dyn Hours>,
    /// Makes and reads links.
    pub links: Arc<Links>,
}

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    db::steps![
        "202611221440_feedback_surveys",
        "202611221441_feedback_follow_ups",
        "202611221442_feedback_themes",
        "202611221850_feedback_insight_address",
    ]
}

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        programmes::store::STATEMENTS,
        programmes::budget::STATEMENTS,
        surveys::store::STATEMENTS,
        answers::store::STATEMENTS,
        follow_ups::store::STATEMENTS,
        insights::store::STATEMENTS,
        themes::store::STATEMENTS,
        exports::STATEMENTS,
    ]
    .concat()
}

/// Every endpoint of this room, without the prefix `/api/v1`.
pub fn router(feedback: Feedback) -> OpenApiRouter {
    let own = OpenApiRouter::new()
        .merge(programmes::http::routes())
        .merge(answers::http::routes())
        .merge(follow_ups::http::routes())
        .merge(insights::http::routes())
        .merge(exports::http::routes())
        .merge(results::http::routes())
        .merge(surveys::http::routes())
        .merge(themes::http::routes());
    OpenApiRouter::new().nest("/feedback", own).with_state(feedback)
}

#[cfg(test)]
mod testing;

#[cfg(test)]
mod tests {
    use testkit::{TestDb, check_statements, db_test};

    #[db_test(crate::testing::schema)]
    async fn every_statement_is_understood(store: TestDb) {
        check_statements(&store, crate::statements()).await;
    }
}
