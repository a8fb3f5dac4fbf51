//! Making and revoking API tokens.

use db::Tx;
use kernel::{Actor, Fault, Result, Timestamp, TokenId};
use serde_json::json;

use super::queries;
use super::store::{self, TokenRow};
use crate::fields::{self, Fields};
use crate::permissions::{CREATE_TOKENS, Registry};
use crate::secret::Secret;
use crate::{epoch, error, events};

/// A token to be.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do; no more than its owner.
    pub scopes: Vec<String>,
    /// When it ends; never when absent.
    pub expires_at: Option<Timestamp>,
}

/// The first characters of a token, by which it can be told from others.
pub(super) fn hint(secret: &Secret) -> String {
    secret.reveal().chars().take(9).collect()
}

/// Makes a token of the actor's own. What it may do shrinks with its owner's role and never grows beyond its scopes.
pub fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    registry: &Registry,
    input: &NewToken,
    secret: &Secret,
) -> Result<TokenId> {
    actor.require(CREATE_TOKENS)?;
    let person = actor.require_person()?;
    let now = tx.now();
    let mut checked = Fields::default();
    let name = checked.check("name", fields::name(&input.name));
    if input.scopes.is_empty() {
        checked.refuse("scopes", error::SCOPES_MISSING);
    }
    for (place, scope) in input.scopes.iter().enumerate() {
        if !registry.knows(scope) {
            checked.refuse(&format!("scopes/{place}"), error::PERMISSION_UNKNOWN);
        }
    }
    if input.expires_at.is_some_and(|end| end <= now) {
        checked.refuse("expires_at", error::EXPIRY_PAST);
    }
    checked.done()?;
    let beyond = input.scopes.iter().position(|scope| actor.permissions().all(|held| held != scope));
    if let Some(place) = beyond {
        return Err(error::BEYOND_OWN.at(format!("scopes/{place}")));
    }
    let token = TokenRow {
        id: tx.id(),
        person,
        person_name: actor.name.to_string(),
        name,
        hint: hint(secret),
        scopes: input.scopes.iter().cloned().collect(),
        created_at: now,
        last_used_at: Timestamp::NEVER,
        expires_at: input.expires_at.unwrap_or(Timestamp::NEVER),
    };
    store::insert(tx, &token, &secret.hash())?;
    let facts = json!({"name": token.name, "scopes": token.scopes, "expires_at": input.expires_at});
    events::record(tx, actor, events::TOKEN_CREATED, token.id, facts)?;
    Ok(token.id)
}

/// Revokes a token: one's own, or anybody's for who manages tokens.
pub fn revoke(tx: &mut Tx<'_>, actor: &Actor, id: TokenId) -> Result<()> {
    let token = queries::visible(tx, actor, id)?.ok_or_else(Fault::not_found)?;
    store::delete(tx, id)?;
    epoch::raise(tx)?;
    events::record(tx, actor, events::TOKEN_REVOKED, id, json!({"name": token.name, "owner": token.person}))
}
