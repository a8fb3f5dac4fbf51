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
mod identity_providers;
pub mod invitations;
pub mod jobs;
pub mod me;
mod notices;
mod passkeys;
pub mod password_resets;
pub mod passwords;
pub mod people;
mod permissions;
mod post;
mod refusal;
pub mod roles;
mod second_factor;
mod secret;
mod security;
pub mod sessions;
pub mod setup;
mod sign_ins;
mod sign_on;
pub mod teams;
#[cfg(test)]
mod tests;
pub mod tokens;
mod vault;

use db::{Migration, Sql};
use utoipa_axum::router::OpenApiRouter;

pub use access::{Access, Ports, Settings};
pub use permissions::{
    CREATE_TOKENS, MANAGE_COMPANY, MANAGE_PEOPLE, MANAGE_ROLES, MANAGE_SECURITY, MANAGE_TEAMS, MANAGE_TOKENS,
    READ_AUDIT, Registry, permissions,
};
pub use post::{Letter, Post, Posted};
pub use secret::{Secret, SecretHash};
pub use sessions::Authenticator;

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    db::steps![
        "202611210100_access_people",
        "202611210110_access_secrets",
        "202611220411_access_second_factor",
        "202611220412_access_passkeys",
        "202611220720_access_sign_on",
    ]
}

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        company::store::STATEMENTS,
        epoch::STATEMENTS,
        identity_providers::store::STATEMENTS,
        invitations::STATEMENTS,
        passkeys::store::STATEMENTS,
        password_resets::store::STATEMENTS,
        people::former::STATEMENTS,
        people::store::STATEMENTS,
        people::readers::STATEMENTS,
        roles::store::STATEMENTS,
        second_factor::store::STATEMENTS,
        security::store::STATEMENTS,
        sessions::devices::STATEMENTS,
        sessions::store::STATEMENTS,
        sessions::throttle::STATEMENTS,
        setup::store::STATEMENTS,
        sign_ins::store::STATEMENTS,
        sign_on::store::STATEMENTS,
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
        .merge(sign_ins::router())
        .merge(me::router())
        .merge(second_factor::router())
        .merge(security::router())
        .merge(identity_providers::router())
        .merge(sign_on::router())
        .merge(passkeys::router())
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
