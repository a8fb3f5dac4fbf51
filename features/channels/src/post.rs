//! What all of this room's work shares: the database, the files, the ports, the keys.

use std::sync::Arc;
use std::time::Duration;

use db::Db;
use delivery::Trust;
use delivery::fetch::{Guard, Reach};
use files::Files;

use crate::authenticity::Policy;
use crate::desk::Desk;
use crate::dkim::records::{NameServers, TextRecords};
use crate::mail::address::Address;
use crate::mail::letter::Limits;
use crate::mail::reply_address::Signer;
use crate::secrets::{Vault, derive};

/// Settings of the installation that matter here.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The installation's secret key.
    pub secret: [u8; 32],
    /// The right side of Message-IDs; the mailbox's domain when absent.
    pub domain: Option<String>,
    /// How often a mailbox is looked at when its server does not report news by itself.
    pub poll: Duration,
    /// Certificates believed.
    pub trust: Trust,
    /// How large mails may be.
    pub limits: Limits,
    /// The name we greet mail servers with; the mailbox's domain when absent.
    pub hello: Option<String>,
    /// Where people reach us, without a slash at the end; links in mails lead there.
    pub public_url: String,
    /// Where the records of our keys are looked up.
    pub records: Arc<dyn TextRecords>,
    /// The way to providers of consent.
    pub web: Guard,
    /// Whether and how senders of mail are checked.
    pub senders: Policy,
}

impl Settings {
    /// The usual settings with a secret key.
    pub fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            domain: None,
            poll: Duration::from_mins(1),
            trust: Trust::public(),
            limits: Limits::default(),
            hello: None,
            public_url: "http://127.0.0.1:8480".to_owned(),
            records: Arc::new(NameServers::default()),
            web: Guard::new(Reach::Public, Trust::public()),
            senders: Policy::default(),
        }
    }

    /// Where providers send people back to who consented.
    pub fn consent_url(&self) -> String {
        format!("{}/administration/mailboxes/consent", self.public_url.trim_end_matches('/'))
    }
}

/// The post office: what commands, jobs and fetchers of this room hold. Cheap to clone.
#[derive(Clone)]
pub struct Post(Arc<Inner>);

struct Inner {
    db: Db,
    files: Files,
    desk: Arc<dyn Desk>,
    settings: Settings,
    vault: Vault,
    signer: Signer,
    mark: String,
}

impl Post {
    /// Puts it together.
    pub fn new(db: Db, files: Files, desk: Arc<dyn Desk>, settings: Settings) -> Self {
        let vault = Vault::new(&settings.secret);
        let signer = Signer::new(&settings.secret);
        let mark = files::hash_of(&derive(&settings.secret, "channels.mark.1"))[..24].to_owned();
        Self(Arc::new(Inner { db, files, desk, settings, vault, signer, mark }))
    }

    /// The same office, asking others about records.
    #[cfg(test)]
    pub(crate) fn with_records(&self, records: Arc<dyn TextRecords>) -> Self {
        let settings = Settings { records, ..self.0.settings.clone() };
        let desk = Arc::clone(&self.0.desk);
        Self::new(self.0.db.clone(), self.0.files.clone(), desk, settings)
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The blobs.
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// Contacts and conversations.
    pub fn desk(&self) -> &dyn Desk {
        &*self.0.desk
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The name we greet with when we send for an address.
    pub fn hello(&self, address: &Address) -> String {
        let domain = || idna::domain_to_ascii(address.domain()).ok().filter(|domain| domain.contains('.'));
        self.0.settings.hello.clone().or_else(domain).unwrap_or_else(|| "localhost".to_owned())
    }

    /// The link by which the recipient of a mail unsubscribes; empty when nobody knows where we are reached.
    pub fn unsubscribe_link(&self, mail: crate::outgoing::OutgoingId) -> String {
        let base = &self.0.settings.public_url;
        if base.is_empty() {
            return String::new();
        }
        format!("{base}/unsubscribe/{}", self.0.signer.unsubscribing(kernel::TypedId::raw(mail)))
    }

    /// Seals and opens passwords.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// Signs reply addresses.
    pub fn signer(&self) -> &Signer {
        &self.0.signer
    }

    /// The value of `X-Quarterdeck` by which this installation knows its own mail.
    pub fn mark(&self) -> &str {
        &self.0.mark
    }
}
