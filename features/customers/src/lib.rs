//! Who writes to us: contacts with their identities, organisations, custom attributes and notes.
//!
//! `README.md` tells how a contact comes to be, and what other rooms may rely on.

pub mod attributes;
pub mod contacts;
pub mod error;
pub mod events;
mod fold;
mod free_mail;
pub mod marks;
pub mod notes;
pub mod organisations;
pub mod permissions;

use db::{Db, Migration, Sql};
use utoipa_axum::router::OpenApiRouter;

pub use permissions::permissions;

/// The steps of this room's tables and published views.
pub fn migrations() -> Vec<Migration> {
    db::steps!["202611210200_customers_people", "202611212350_customers_contact_view", "202611220510_customers_marks",]
}

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [contacts::STATEMENTS, organisations::STATEMENTS, attributes::STATEMENTS, notes::STATEMENTS, marks::STATEMENTS]
        .concat()
}

/// Every endpoint of this room, without the prefix `/api/v1`.
pub fn router() -> OpenApiRouter<Db> {
    contacts::router()
        .merge(organisations::router())
        .merge(attributes::router())
        .merge(notes::router())
        .merge(marks::router())
}

#[cfg(test)]
mod tests {
    use testkit::{TestDb, check_statements, db_test};

    #[db_test]
    async fn every_statement_is_understood(store: TestDb) {
        check_statements(&store, crate::statements()).await;
    }
}
