//! The rooms put together: one value that owns the database, the files and every room's handle.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use access::passwords::Hasher;
use access::{Access, Ports};
use channels::Post;
use channels::dkim::records::NameServers;
use db::{Db, DbConfig, Migration};
use delivery::Trust;
use delivery::fetch::{Guard, Reach};
use feedback::Feedback;
use files::Files;
use inbox::Inbox;
use inbox::search::Search;
use insight::Columns;
use insight::reports::Reports;
use kernel::{Clock, Fault, PermissionGrant, Result};

use crate::backups::{self, BackupPlan};
use crate::config::Network;
use crate::ports::{
    CustomerContacts, DepartmentHours, InboxDesk, MailedLetters, MailedSurveys, QueuedDemo, SealOfPost, WholeHouse,
};
use crate::system;

/// What an installation is made from; the configuration and tests both become one.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The database.
    pub database: DbConfig,
    /// Where files and indexes lie.
    pub folder: PathBuf,
    /// What browsers and mails call the server.
    pub public_url: String,
    /// The installation's secret key.
    pub secret: [u8; 32],
    /// The right side of Message-IDs.
    pub mail_domain: Option<String>,
    /// How often mailboxes are looked at.
    pub mail_poll: Duration,
    /// Name servers to ask; those of the system when there are none.
    pub name_servers: Vec<std::net::IpAddr>,
    /// Whether and how senders of mail are checked.
    pub senders: channels::authenticity::Policy,
    /// How long a reply can be taken back.
    pub undo: Duration,
    /// Certificates believed.
    pub trust: Trust,
    /// How long a session lasts without being used.
    pub session: Duration,
    /// Requests a minute of one caller.
    pub requests_per_minute: NonZeroU32,
    /// Attempts to sign in a minute from one address.
    pub sign_ins_per_minute: u32,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Hosts of the own network that may be asked.
    pub inner_hosts: Arc<[String]>,
    /// The largest upload.
    pub upload_bytes: u64,
    /// Memory that facts may take for slicing figures, in bytes.
    pub slicing_bytes: u64,
    /// How passwords are hashed.
    pub hasher: Hasher,
    /// Backups that make themselves.
    pub backups: BackupPlan,
}

/// Every room's handle. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The blobs.
    pub files: Files,
    /// Sign-in, people, roles.
    pub access: Access,
    /// The desk.
    pub inbox: Inbox,
    /// Full-text search of this node.
    pub search: Search,
    /// Mail in and out.
    pub post: Post,
    /// Surveys and what customers answer.
    pub feedback: Feedback,
    /// Facts in memory, for slicing figures.
    pub columns: Columns,
    /// Reports to senior management.
    pub reports: Reports,
    /// What it was made from.
    pub plan: Arc<Plan>,
    /// Held as long as this node uses its folder.
    _seat: Arc<Option<std::fs::File>>,
}

/// The permissions of all rooms.
pub fn permissions() -> Vec<PermissionGrant> {
    [
        access::permissions(),
        customers::permissions(),
        inbox::permissions(),
        channels::permissions(),
        insight::permissions(),
        feedback::permissions(),
        service_levels::permissions(),
        system::permissions(),
    ]
    .concat()
}

/// The steps of all rooms' tables.
pub fn migrations() -> Vec<Migration> {
    [
        db::migrations(),
        jobs::migrations(),
        files::migrations(),
        web::migrations(),
        access::migrations(),
        customers::migrations(),
        inbox::migrations(),
        channels::migrations(),
        feedback::migrations(),
        insight::migrations(),
        service_levels::migrations(),
        demo::fill::migrations(),
        backups::migrations(),
    ]
    .concat()
}

impl App {
    /// Seals secrets of rooms that have no key of their own.
    pub(crate) fn sealing(&self) -> insight::alerts::Sealing {
        Arc::new(SealOfPost(self.post.clone()))
    }

    /// Opens and migrates the database and puts the rooms together. Starts nothing in the background.
    ///
    /// # Errors
    /// `platform.unavailable` when the database cannot be reached; an internal fault when it is of a newer release.
    pub async fn open(plan: Plan, clock: Arc<dyn Clock>) -> Result<Self> {
        let db = Db::open(plan.database.clone(), clock)?;
        let files = Files::in_folder(plan.folder.join("files"));
        backups::save_before_migration(&db, &files, &plan).await?;
        let applied = db::migrate(&db, &migrations()).await?;
        if !applied.is_empty() {
            tracing::info!(steps = applied.len(), "The database was brought up to date.");
        }
        let web = Guard::new(Reach::Public, plan.trust.clone()).admitting(plan.inner_hosts.clone());
        let settings = channels::Settings {
            web: web.clone(),
            records: Arc::new(NameServers(plan.name_servers.clone())),
            domain: plan.mail_domain.clone(),
            poll: plan.mail_poll,
            trust: plan.trust.clone(),
            public_url: plan.public_url.clone(),
            senders: plan.senders.clone(),
            ..channels::Settings::new(plan.secret)
        };
        let post = Post::new(db.clone(), files.clone(), Arc::new(InboxDesk), settings);
        let feedback = Feedback {
            db: db.clone(),
            letters: Arc::new(MailedSurveys(post.clone())),
            hours: Arc::new(DepartmentHours),
            links: Arc::new(feedback::Links::new(&plan.secret, &plan.public_url)),
        };
        let access = Access::new(
            db.clone(),
            permissions(),
            plan.hasher.clone(),
            Ports { post: Arc::new(MailedLetters), demo: Arc::new(QueuedDemo), web },
            access::Settings {
                secret: plan.secret,
                public_url: plan.public_url.clone(),
                session_lasts: plan.session,
                sign_ins_per_minute: plan.sign_ins_per_minute,
            },
        );
        let inbox = Inbox {
            db: db.clone(),
            files: files.clone(),
            contacts: Arc::new(CustomerContacts),
            undo: plan.undo,
            trust: plan.trust.clone(),
        };
        let reports = Reports {
            db: db.clone(),
            files: files.clone(),
            address: plan.public_url.trim_end_matches('/').to_owned(),
            house: Arc::new(WholeHouse),
        };
        let (folder, seat) = seat(&plan.folder.join("search"), db.engine()).map_err(Fault::unavailable)?;
        let search = Search::open(db.clone(), &folder)?;
        let columns = Columns::new(plan.slicing_bytes);
        let (plan, seat) = (Arc::new(plan), Arc::new(seat));
        let app = Self { db, files, access, inbox, search, post, feedback, columns, reports, plan, _seat: seat };
        // Before anything can happen, so that on a new installation nobody misses the first event.
        crate::background::consumers(&app).register().await?;
        Ok(app)
    }
}

/// The folder of this node's own index. Nodes of a PostgreSQL database may share a data folder, because attachments are
/// there: each then takes the first index folder that no other holds.
fn seat(folder: &std::path::Path, engine: db::Engine) -> std::io::Result<(PathBuf, Option<std::fs::File>)> {
    if engine == db::Engine::Sqlite {
        return Ok((folder.to_owned(), None));
    }
    std::fs::create_dir_all(folder)?;
    for number in 1.. {
        let lock = std::fs::File::create(folder.join(format!("node-{number}.lock")))?;
        match lock.try_lock() {
            Ok(()) => return Ok((folder.join(format!("node-{number}")), Some(lock))),
            Err(std::fs::TryLockError::WouldBlock) => {}
            Err(std::fs::TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(std::io::Error::other("no index folder is free"))
}

impl App {
    /// The OpenAPI document as committed: needs a database to put the rooms together, which is thrown away.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub async fn documents_in(folder: &std::path::Path) -> Result<String> {
        let plan = Plan {
            database: DbConfig::Sqlite { path: folder.join("document.db"), readers: 1, durable: false },
            folder: folder.to_owned(),
            public_url: "http://127.0.0.1:8480".to_owned(),
            secret: [0; 32],
            mail_domain: None,
            mail_poll: Duration::from_mins(1),
            name_servers: Vec::new(),
            senders: channels::authenticity::Policy::default(),
            undo: Duration::from_secs(10),
            trust: Trust::public(),
            session: Duration::from_hours(1),
            requests_per_minute: NonZeroU32::MAX,
            sign_ins_per_minute: 10,
            trusted_proxies: Vec::new(),
            inner_hosts: Arc::default(),
            upload_bytes: 0,
            slicing_bytes: 0,
            hasher: Hasher::owasp(),
            backups: BackupPlan::by_hand(folder),
        };
        let app = Self::open(plan, Arc::new(kernel::SystemClock)).await?;
        let document = crate::openapi::complete(crate::router::documented(&app).to_openapi());
        document.to_pretty_json().map_err(kernel::Fault::internal)
    }
}
