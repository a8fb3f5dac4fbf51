//! Recognises people and tokens for every request: implements web's port.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use db::{Db, Tx};
use kernel::{Actor, ActorKind, Fault, PersonId, Result, RoleId};
use web::{Authenticate, Credentials, Identity};

use super::cache::{Cache, Credential, Recognised, Remembered};
use super::{Device, agents, commands, store};
use crate::permissions::Registry;
use crate::secret::{SecretHash, TOKEN_PREFIX};
use crate::{epoch, roles, teams, tokens};

/// How often the use of a session or token is written down at most.
const NOTE_EVERY: Duration = Duration::from_mins(1);
/// However much it is used, a session ends after so long (or as long as it may lie unused, where that is longer), and its
/// owner signs in anew.
const LONGEST: Duration = Duration::from_hours(24 * 90);

/// Recognises people and tokens. Cheap to clone; clones remember together.
#[derive(Clone)]
pub struct Authenticator {
    db: Db,
    registry: Arc<Registry>,
    cache: Arc<Cache>,
    session_lasts: Duration,
}

impl Authenticator {
    pub(crate) fn new(db: Db, registry: Arc<Registry>, session_lasts: Duration) -> Self {
        let cache = Arc::new(Cache::new(db.bus().commits()));
        Self { db, registry, cache, session_lasts }
    }

    async fn find(&self, credentials: &Credentials) -> Result<Option<Arc<Recognised>>> {
        let (Credentials::Session(text) | Credentials::Token(text)) = credentials;
        let by_token = matches!(credentials, Credentials::Token(_));
        if by_token != text.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let secret = SecretHash::of(text);
        let remembered = match self.cache.find(&secret) {
            Remembered::Fresh(known) => return Ok(Some(known)),
            Remembered::IfEpoch(epoch, known) => Some((epoch, known)),
            Remembered::Nothing => None,
        };
        let (commits, longest) = (self.cache.commits(), LONGEST.max(self.session_lasts));
        let (registry, wanted) = (Arc::clone(&self.registry), secret.clone());
        let (epoch, found) = self
            .db
            .read(move |tx| {
                let epoch = epoch::present(tx)?;
                if let Some((_, known)) = remembered.as_ref().filter(|(seen, _)| *seen == epoch) {
                    return Ok((epoch, Some(Arc::clone(known))));
                }
                Ok((epoch, look_up(tx, &registry, &wanted, by_token, longest)?.map(Arc::new)))
            })
            .await?;
        self.cache.compare(epoch, commits);
        if let Some(known) = &found {
            self.cache.remember(epoch, secret, Arc::clone(known));
        }
        Ok(found)
    }

    /// Ends a session whose cookie turned up in another browser.
    async fn end_stolen(&self, known: &Recognised, address: IpAddr, agent: &str) -> Result<()> {
        let (Credential::Session(id), Ok(person)) = (known.credential, known.actor.require_person()) else {
            return Ok(());
        };
        let device = Device { address, name: agent.to_owned(), shown: None };
        self.db.write(move |tx| commands::end_stolen(tx, id, person, &device)).await
    }

    /// Writes down that a session or token was used; a failure must not fail the request.
    async fn note_use(&self, known: &Recognised, address: IpAddr) {
        let now = self.db.clock().now();
        if !known.take_note(now, NOTE_EVERY) {
            return;
        }
        let (credential, expires_at, unless_after) =
            (known.credential, known.next_end(now, self.session_lasts), now.minus(NOTE_EVERY / 2));
        let address = address.to_canonical().to_string();
        let noted = self.db.write(move |tx| match credential {
            Credential::Session(id) => store::touch(tx, id, expires_at, &address, unless_after),
            Credential::Token(id) => tokens::store::touch(tx, id),
        });
        match noted.await {
            Ok(()) if matches!(credential, Credential::Session(_)) => known.extend(expires_at),
            Ok(()) => {}
            Err(fault) => tracing::warn!(cause = fault.causes(), "The use of a session could not be noted."),
        }
    }
}

#[async_trait]
impl Authenticate for Authenticator {
    async fn recognise(&self, credentials: &Credentials, address: IpAddr, agent: &str) -> Result<Option<Identity>> {
        let Some(mut known) = self.find(credentials).await? else { return Ok(None) };
        if !known.is_valid(self.db.clock().now()) {
            // Another node may have seen it used and know it to last longer; only the database can tell.
            let (Credentials::Session(text) | Credentials::Token(text)) = credentials;
            self.cache.forget(&SecretHash::of(text));
            let Some(again) = self.find(credentials).await? else { return Ok(None) };
            known = again;
        }
        if known.device.as_deref().is_some_and(|begun| !agents::may_go_on(begun, agent)) {
            self.end_stolen(&known, address, agent).await?;
            return Ok(None);
        }
        self.note_use(&known, address).await;
        let credential = match known.credential {
            Credential::Session(id) => id.to_string(),
            Credential::Token(id) => id.to_string(),
        };
        Ok(Some(Identity { actor: known.actor.clone(), credential }))
    }
}

/// Whom a secret belongs to now, with permissions and sight.
fn look_up(
    tx: &mut Tx<'_>,
    registry: &Registry,
    secret: &SecretHash,
    by_token: bool,
    longest: Duration,
) -> Result<Option<Recognised>> {
    if by_token {
        let Some(holder) = tokens::store::by_secret(tx, secret)? else { return Ok(None) };
        let kind = ActorKind::Token(holder.token, holder.person);
        let actor = actor(tx, registry, kind, &holder.name, (holder.person, holder.role), Some(&holder.scopes))?;
        return Ok(Some(Recognised::new(
            actor,
            Credential::Token(holder.token),
            holder.expires_at,
            holder.last_used_at,
        )));
    }
    let Some(holder) = store::by_secret(tx, secret)? else { return Ok(None) };
    let actor =
        actor(tx, registry, ActorKind::Person(holder.person), &holder.name, (holder.person, holder.role), None)?;
    let known = Recognised::new(actor, Credential::Session(holder.session), holder.expires_at, holder.last_seen_at);
    Ok(Some(known.bound(holder.device, holder.created_at.plus(longest))))
}

/// The actor with what the role holds; of a token only what its scopes name as well.
fn actor(
    tx: &mut Tx<'_>,
    registry: &Registry,
    kind: ActorKind,
    name: &str,
    (person, role): (PersonId, RoleId),
    scopes: Option<&BTreeSet<String>>,
) -> Result<Actor> {
    let role = roles::store::find(tx, role)?.ok_or_else(|| Fault::internal("a person has a role that is gone"))?;
    let teams = teams::store::ids_of_person(tx, person)?;
    let mut permissions = role.permissions(registry);
    if let Some(scopes) = scopes {
        permissions.retain(|name| scopes.contains(name));
    }
    Ok(Actor::new(kind, name, permissions, role.sees.of_member(teams)))
}
