//! What the endpoints of this room share: the database, the registry of permissions, the ports, the settings.

use std::sync::Arc;
use std::time::Duration;

use db::Db;
use delivery::fetch::Guard;
use kernel::{PermissionGrant, Result};

use crate::passkeys::RelyingParty;
use crate::passwords::Hasher;
use crate::permissions::Registry;
use crate::post::Post;
use crate::secret::Secret;
use crate::sessions::{Authenticator, Device, Start};
use crate::setup::StartDemo;
use crate::vault::Vault;

/// What the server decides for this room.
#[derive(Clone)]
pub struct Settings {
    /// The installation's secret key, under which secrets at rest are sealed.
    pub secret: [u8; 32],
    /// What browsers and mails call the server, without a slash at the end.
    pub public_url: String,
    /// How long a session lasts without being used.
    pub session_lasts: Duration,
    /// Attempts to sign in from one address.
    pub sign_ins_per_minute: u32,
}

/// This room as a whole. Cheap to clone.
#[derive(Clone)]
pub struct Access(Arc<Inner>);

struct Inner {
    db: Db,
    registry: Arc<Registry>,
    hasher: Hasher,
    post: Arc<dyn Post>,
    demo: Arc<dyn StartDemo>,
    settings: Settings,
    vault: Vault,
    party: Arc<RelyingParty>,
    web: Guard,
    authenticator: Authenticator,
}

/// What this room needs from the others.
pub struct Ports {
    /// Sends our own letters.
    pub post: Arc<dyn Post>,
    /// Fills the demo company.
    pub demo: Arc<dyn StartDemo>,
    /// The way to identity providers.
    pub web: Guard,
}

impl Access {
    /// Puts the room together; `grants` are the permissions of all features.
    pub fn new(
        db: Db,
        grants: impl IntoIterator<Item = PermissionGrant>,
        hasher: Hasher,
        ports: Ports,
        settings: Settings,
    ) -> Self {
        let registry = Arc::new(Registry::new(grants));
        let authenticator = Authenticator::new(db.clone(), Arc::clone(&registry), settings.session_lasts);
        let (vault, post, demo, web) = (Vault::new(&settings.secret), ports.post, ports.demo, ports.web);
        let party = Arc::new(RelyingParty::new(&settings.public_url));
        Self(Arc::new(Inner { db, registry, hasher, post, demo, settings, vault, party, web, authenticator }))
    }

    /// Recognises who asks; to be wired into the router as web's port.
    pub fn authenticator(&self) -> Authenticator {
        self.0.authenticator.clone()
    }

    /// The permissions of all features, for commands that give roles.
    pub fn registry(&self) -> Arc<Registry> {
        Arc::clone(&self.0.registry)
    }

    /// Hashes passwords.
    pub fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn post(&self) -> Arc<dyn Post> {
        Arc::clone(&self.0.post)
    }

    pub(crate) fn demo(&self) -> Arc<dyn StartDemo> {
        Arc::clone(&self.0.demo)
    }

    pub(crate) fn vault(&self) -> Vault {
        self.0.vault.clone()
    }

    pub(crate) fn relying_party(&self) -> Arc<RelyingParty> {
        Arc::clone(&self.0.party)
    }

    pub(crate) fn web(&self) -> &Guard {
        &self.0.web
    }

    /// Where identity providers send people back to.
    pub(crate) fn sign_on_url(&self) -> String {
        format!("{}/sign-on", self.0.settings.public_url.trim_end_matches('/'))
    }

    pub(crate) fn sign_ins_per_minute(&self) -> u32 {
        self.0.settings.sign_ins_per_minute
    }

    /// Whether browsers reach us by HTTPS: then the cookie travels by nothing else.
    pub(crate) fn is_https(&self) -> bool {
        self.0.settings.public_url.starts_with("https://")
    }

    /// The address of a page of the staff web with a secret for its reader.
    pub(crate) fn link(&self, page: &str, secret: &Secret) -> String {
        format!("{}/{page}?token={}", self.0.settings.public_url.trim_end_matches('/'), secret.reveal())
    }

    /// How a session on a device begins.
    pub(crate) fn new_session(&self, device: Device) -> Result<Start> {
        Ok(Start {
            secret: Secret::random()?,
            browser: Secret::random()?,
            device,
            lasts: self.0.settings.session_lasts,
            provider: None,
        })
    }
}
