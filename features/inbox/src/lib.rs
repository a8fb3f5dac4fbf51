//! The desk: conversations, messages, notes, topics, tags, drafts, views and search.
//!
//! Knows contacts, people, teams and mailboxes only by their ids and published views (`pub_…`).

pub mod attachments;
pub mod conversations;
pub mod drafts;
pub mod error;
pub mod events;
pub mod import;
pub mod messages;
pub mod permissions;
pub mod search;
pub mod tags;
pub mod topics;
pub mod views;
mod words;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use permissions::permissions;
pub use words::{AuthorKind, DeliveryState, MessageKind, Priority, Status};

use std::sync::Arc;
use std::time::Duration;

use db::{Db, Migration, Sql, Tx};
use files::Files;
use kernel::{Actor, ContactId, Result};
use utoipa_axum::router::OpenApiRouter;

use crate::messages::Address;

/// What the inbox needs of the customers' room.
pub trait Contacts: Send + Sync + 'static {
    /// The contact with that address; made when there is none.
    fn find_or_create(&self, tx: &mut Tx<'_>, actor: &Actor, who: &Address) -> Result<ContactId>;
}

/// The inbox as its endpoints hold it. Cheap to clone.
#[derive(Clone)]
pub struct Inbox {
    /// The database.
    pub db: Db,
    /// The blobs.
    pub files: Files,
    /// The customers' room.
    pub contacts: Arc<dyn Contacts>,
    /// How long a reply can be taken back.
    pub undo: Duration,
    /// Certificates believed when a remote image is asked for.
    pub trust: delivery::Trust,
}

/// The endpoints, below `/api/v1`.
pub fn router(inbox: Inbox) -> OpenApiRouter {
    let own = OpenApiRouter::new()
        .merge(conversations::http::routes())
        .merge(messages::http::routes())
        .merge(attachments::http::routes())
        .merge(drafts::http::routes())
        .merge(topics::http::routes())
        .merge(tags::http::routes())
        .merge(views::http::routes());
    OpenApiRouter::new().nest("/inbox", own).with_state(inbox)
}

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    db::steps![
        "202611210100_inbox_conversations",
        "202611220411_inbox_findings",
        "202611221231_inbox_topic_view",
        "202611221450_inbox_imported",
    ]
}

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        conversations::store::STATEMENTS,
        conversations::bulk::STATEMENTS,
        conversations::release::STATEMENTS,
        messages::store::STATEMENTS,
        messages::findings::STATEMENTS,
        messages::reply::STATEMENTS,
        attachments::STATEMENTS,
        drafts::STATEMENTS,
        topics::STATEMENTS,
        tags::STATEMENTS,
        views::STATEMENTS,
        import::STATEMENTS,
        &search::statements(),
    ]
    .concat()
}

/// Adds the handlers of this room's jobs.
pub fn add_jobs(runner: &mut jobs::Runner, db: &Db) {
    conversations::release::register(runner, db);
}

/// Forgets what nobody needs any more: uploads that no message took, and what can no longer be undone.
pub fn tidy_up(tx: &mut Tx<'_>) -> Result<()> {
    attachments::forget_loose(tx)?;
    let limit = tx.now().minus(Duration::from_hours(1));
    tx.exec(messages::reply::FORGET_UNDO, db::p![limit]).map(drop)
}
