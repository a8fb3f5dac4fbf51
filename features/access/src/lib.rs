//! Who may come in and what they may do: sign-in, sessions, invitations, people, teams, roles, tokens, audit, set-up.
//!
//! Other rooms know people and teams by the views `pub_access_people`, `pub_access_teams` and `pub_access_team_members`,
//! and everything else by events. [`Access`] is wired by the server; [`Authenticator`] is what recognises every request.

mod access;
pub mod audit;
pub mod company;
mod epoch;
pub mod error;
pub mod events;
pub mod fields;
pub mod invitations;
pub mod jobs;
pub mod me;
pub mod password_resets;
pub mod passwords;
pub mod people;
mod permissions;
mod post;
mod refusal;
pub mod roles;
mod secret;
pub mod sessions;
pub mod setup;
pub mod teams;
#[cfg(test)]
mod tests;
pub mod tokens;

use db::{Migration, Sql};
use utoipa_axum::router::OpenApiRouter;

pub use access::{Access, Ports, Settings};
pub use permissions::{
    CREATE_TOKENS, MANAGE_COMPANY, MANAGE_PEOPLE, MANAGE_ROLES, MANAGE_TEAMS, MANAGE_TOKENS, READ_AUDIT, Registry,
    permissions,
};
pub use post::{Letter, Post, Posted};
pub use secret::{Secret, SecretHash};
pub use sessions::Authenticator;

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            name: "202611210100_access_people",
            sql: include_str!("../migrations/202611210100_access_people.sql"),
        },
        Migration {
            name: "202611210110_access_secrets",
            sql: include_str!("../migrations/202611210110_access_secrets.sql"),
        },
    ]
}

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        company::store::STATEMENTS,
        epoch::STATEMENTS,
        invitations::STATEMENTS,
        password_resets::store::STATEMENTS,
        people::store::STATEMENTS,
        people::readers::STATEMENTS,
        roles::store::STATEMENTS,
        sessions::store::STATEMENTS,
        sessions::throttle::STATEMENTS,
        setup::store::STATEMENTS,
        teams::store::STATEMENTS,
        tokens::store::STATEMENTS,
    ]
    .concat()
}

/// The endpoints, below `/api/v1`.
pub fn router(access: Access) -> OpenApiRouter {
    OpenApiRouter::new()
        .merge(setup::router())
        .merge(sessions::router())
        .merge(me::router())
        .merge(password_resets::router())
        .merge(invitations::router())
        .merge(people::router())
        .merge(teams::router())
        .merge(roles::router())
        .merge(tokens::router())
        .merge(audit::router())
        .merge(company::router())
        .with_state(access)
}
