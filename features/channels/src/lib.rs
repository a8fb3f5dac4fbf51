//! Mail in and out: mailboxes, intake, threading, delivery.
//!
//! `README.md` tells the words, the tables and what never happens here.

pub mod authenticity;
pub mod automatic;
pub mod consent;
pub mod desk;
pub mod dkim;
mod dns;
pub mod error;
pub mod events;
pub mod fetch;
pub mod http;
pub mod import;
pub mod intake;
pub mod listener;
pub mod mail;
pub mod mailboxes;
pub mod outgoing;
pub mod permissions;
pub mod post;
mod refusal;
pub mod rules;
mod secrets;
pub mod storms;
pub mod unsubscribe;
pub mod why;
mod words;

use db::{Migration, Sql};
use jobs::Runner;

pub use desk::Desk;
pub use permissions::permissions;
pub use post::{Post, Settings};

/// The steps of this room's tables and published views.
pub fn migrations() -> Vec<Migration> {
    db::steps![
        "202611210400_channels_mail",
        "202611210401_channels_order",
        "202611220130_channels_why",
        "202611220240_channels_reports",
        "202611220415_channels_imports",
        "202611220420_channels_envelopes",
        "202611220421_channels_checks",
        "202611220500_channels_recipients",
        "202611220520_channels_automatic",
        "202611220530_channels_storms",
        "202611220540_channels_dkim",
        "202611220441_channels_fetching",
        "202611220442_channels_consent",
    ]
}

/// Every statement of this room, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        mailboxes::store::STATEMENTS,
        consent::store::STATEMENTS,
        fetch::state::STATEMENTS,
        fetch::skipped::STATEMENTS,
        fetch::names::STATEMENTS,
        fetch::watch::STATEMENTS,
        intake::store::STATEMENTS,
        intake::envelope::STATEMENTS,
        authenticity::store::STATEMENTS,
        intake::letter_store::STATEMENTS,
        import::store::STATEMENTS,
        outgoing::store::STATEMENTS,
        outgoing::recipients::STATEMENTS,
        outgoing::gate::STATEMENTS,
        rules::store::STATEMENTS,
        automatic::store::STATEMENTS,
        dkim::store::STATEMENTS,
        storms::store::STATEMENTS,
    ]
    .concat()
}

/// Adds this room's jobs to a node's runner.
pub fn add_jobs(runner: &mut Runner, post: &Post) {
    let placing = post.clone();
    runner.add(intake::receive::PLACE, move |job| intake::place::run(placing.clone(), job));
    for kind in [outgoing::model::SEND, outgoing::model::SEND_AUTOMATIC, outgoing::model::SEND_BULK] {
        let sending = post.clone();
        runner.add(kind, move |job| outgoing::send::run(sending.clone(), job));
    }
    let asking = post.clone();
    runner.add(authenticity::recheck::CHECK_AGAIN, move |job| authenticity::recheck::run(asking.clone(), job));
}

/// Fetches mail until the process ends.
pub async fn fetch_mail(post: Post) {
    fetch::supervisor::run(post).await;
}

/// Counts what comes in and notices floods until the process ends.
pub async fn watch_storms(post: Post) {
    storms::watch::run(post).await;
}

#[cfg(test)]
mod testing;
