//! Configuration: defaults, then one TOML file, then the environment, each value with the place it came from.
//!
//! The list of settings is [`settings::SETTINGS`]; everything else here follows from it. An unknown key or variable is
//! refused with the nearest known one, and all problems are told at once. This is the only place that reads the environment.

mod error;
mod file;
mod listener;
mod network;
mod print;
mod resolve;
mod secret;
mod settings;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::backups::{BackupPlan, Keep};

pub use self::error::ConfigError;
pub use self::listener::Listener;
pub use self::network::Network;
use self::resolve::{Resolved, Source};
pub use self::secret::SecretKey;

/// The file that is read when none is named and it exists.
const DEFAULT_FILE: &str = "quarterdeck.toml";
/// Names the configuration file, as `--config` does.
const FILE_VARIABLE: &str = "QUARTERDECK_CONFIG";

/// What the command line says about configuration.
#[derive(Clone, Debug, Default)]
pub struct Args {
    /// The file given with `--config`; it must exist.
    pub file: Option<PathBuf>,
}

/// Everything that can be configured, checked and typed.
#[derive(Debug)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub data: Data,
    pub backup: BackupPlan,
    pub log: Log,
    pub mail: Mail,
    pub listener: Listener,
    pub security: Security,
    pub limits: Limits,
    resolved: Resolved,
}

/// Where the server listens and what the world calls it.
#[derive(Clone, Debug)]
pub struct Server {
    pub address: IpAddr,
    /// 0 takes any free port.
    pub port: u16,
    /// As configured; none means the address listened on, see [`Server::public_url`].
    pub configured_public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Hosts of the own network that may be asked, as they stand in a URL.
    pub inner_hosts: Arc<[String]>,
}

/// Which database holds the records.
#[derive(Clone, Debug)]
pub struct Database {
    pub location: Location,
    /// PostgreSQL connections of this node.
    pub connections: u32,
    /// SQLite connections for reading.
    pub readers: u32,
    pub tls: DatabaseTls,
}

/// The engine and where it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    Sqlite(PathBuf),
    /// A `postgres://` URL; it may hold a password, so it is never printed as it is.
    Postgres(String),
}

/// Whether PostgreSQL is spoken to under TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseTls {
    Off,
    /// With a certificate that a public authority signed.
    Required,
}

/// Where files are kept.
#[derive(Clone, Debug)]
pub struct Data {
    pub folder: PathBuf,
}

/// How the log is written.
#[derive(Clone, Debug)]
pub struct Log {
    pub format: LogFormat,
    /// A level, or directives such as `info,channels=debug`.
    pub level: String,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// What all mailboxes share.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The right side of Message-IDs; none means the domain of the sending mailbox.
    pub domain: Option<String>,
    /// How long a sent reply can be taken back.
    pub undo: Duration,
    /// How often a mailbox is looked at when its server does not report news by itself.
    pub poll: Duration,
    /// Certificate authorities for mail servers in PEM, besides the public ones.
    pub ca_file: Option<PathBuf>,
    /// Whether senders of mail are checked.
    pub check_senders: bool,
    /// Our own receiving servers, whose notes on a mail are believed.
    pub receiving_servers: Vec<String>,
    /// Forwarders whose seals are believed.
    pub trusted_forwarders: Vec<String>,
    /// Name servers to ask; none means the system's.
    pub name_servers: Vec<IpAddr>,
}

/// Keys and sessions.
#[derive(Clone, Debug)]
pub struct Security {
    /// The key itself, when it is given directly; otherwise it is in `secret_key_file`.
    pub secret_key: Option<SecretKey>,
    pub secret_key_file: PathBuf,
    /// How long a session lasts without being used.
    pub session: Duration,
}

/// What one caller may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub upload_bytes: u64,
    /// Memory that facts may take for slicing figures.
    pub slicing_bytes: u64,
    pub requests_per_minute: u32,
    /// Attempts to sign in, per address.
    pub sign_ins_per_minute: u32,
}

/// Reads the configuration from the file named in `args` (or `./quarterdeck.toml` if it exists) and the environment.
pub fn load(args: &Args) -> Result<Config, ConfigError> {
    let environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let named = args.file.clone().or_else(|| {
        let variable = environment.iter().find(|(name, value)| name == FILE_VARIABLE && !value.is_empty());
        variable.map(|(_, path)| PathBuf::from(path))
    });
    let text = match &named {
        Some(path) => Some((path.clone(), read(path)?)),
        None if Path::new(DEFAULT_FILE).exists() => Some((PathBuf::from(DEFAULT_FILE), read(Path::new(DEFAULT_FILE))?)),
        None => None,
    };
    Config::from_sources(&Source { file: text, environment })
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::one(format!("{}: {error}", path.display())))
}

impl Config {
    fn from_sources(source: &Source) -> Result<Self, ConfigError> {
        let mut resolved = resolve::resolve(source)?;
        let folder = PathBuf::from(resolved.text("data.folder"));
        let config = Self {
            server: Server {
                address: resolved.address("server.address"),
                port: resolved.number("server.port"),
                configured_public_url: public_url(&mut resolved),
                trusted_proxies: resolved
                    .parsed_list("server.trusted_proxies", "IP addresses or networks such as 10.0.0.0/8"),
                inner_hosts: resolved.names("server.inner_hosts").into(),
            },
            database: database(&mut resolved, &folder),
            log: Log {
                format: resolved.choice("log.format", &[LogFormat::Text, LogFormat::Json]),
                level: log_level(&mut resolved),
            },
            mail: Mail {
                domain: resolved.optional("mail.domain"),
                undo: Duration::from_secs(resolved.number("mail.undo_seconds")),
                poll: Duration::from_secs(resolved.number("mail.poll_seconds")),
                ca_file: resolved.optional("mail.ca_file").map(PathBuf::from),
                check_senders: resolved.choice("mail.check_senders", &[true, false]),
                receiving_servers: resolved.names("mail.receiving_servers"),
                trusted_forwarders: resolved.names("mail.trusted_forwarders"),
                name_servers: resolved.parsed_list("dns.servers", "IP addresses such as 9.9.9.9"),
            },
            listener: Listener::read(&mut resolved),
            security: security(&mut resolved, &folder),
            limits: Limits {
                upload_bytes: resolved.number::<u64>("limits.upload_mb") * 1024 * 1024,
                slicing_bytes: resolved.number::<u64>("limits.slicing_mb") * 1024 * 1024,
                requests_per_minute: resolved.number("limits.requests_per_minute"),
                sign_ins_per_minute: resolved.number("limits.sign_ins_per_minute"),
            },
            backup: backup(&mut resolved, &folder),
            data: Data { folder },
            resolved: Resolved::default(),
        };
        Ok(Self { resolved: resolved.finish()?, ..config })
    }

    /// Returns each setting with its value and origin, one a line, secrets masked.
    pub fn print(&self) -> String {
        print::table(&self.resolved)
    }

    /// Returns a commented file with every setting at its default.
    pub fn example() -> String {
        print::example()
    }

    /// Returns the key that protects stored passwords and signs addresses, creating its file on the first start.
    pub fn secret_key(&self) -> Result<SecretKey, ConfigError> {
        match &self.security.secret_key {
            Some(key) => Ok(key.clone()),
            None => SecretKey::read_or_create(&self.security.secret_key_file),
        }
    }
}

impl Server {
    /// Returns what browsers and mails call this server, without a slash at the end: as configured, else the address
    /// really listened on.
    pub fn public_url(&self, listening: SocketAddr) -> String {
        if let Some(url) = &self.configured_public_url {
            return url.clone();
        }
        let reachable = match listening.ip() {
            ip if !ip.is_unspecified() => ip,
            IpAddr::V4(_) => IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
            IpAddr::V6(_) => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
        };
        format!("http://{}", SocketAddr::new(reachable, listening.port()))
    }
}

impl Location {
    /// Reads `sqlite:FILE`, inside the data folder unless it starts with `/`, or a `postgres://` URL.
    pub(crate) fn parse(url: &str, folder: &Path) -> Option<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Some(Self::Postgres(url.to_owned()));
        }
        let path = url.strip_prefix("sqlite:").filter(|path| !path.is_empty())?;
        Some(Self::Sqlite(folder.join(path.strip_prefix("//").unwrap_or(path))))
    }
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "Sqlite({})", path.display()),
            Self::Postgres(url) => write!(f, "Postgres({})", print::without_password(url)),
        }
    }
}

fn database(resolved: &mut Resolved, folder: &Path) -> Database {
    let url = resolved.text("database.url");
    let location = Location::parse(&url, folder).unwrap_or_else(|| {
        resolved.refuse(
            "database.url",
            "sqlite:FILE (inside the data folder unless it starts with /) or postgres://USER@HOST/NAME",
        );
        Location::Sqlite(PathBuf::new())
    });
    Database {
        location,
        connections: resolved.number("database.connections"),
        readers: resolved.number("database.readers"),
        tls: resolved.choice("database.tls", &[DatabaseTls::Off, DatabaseTls::Required]),
    }
}

fn backup(resolved: &mut Resolved, folder: &Path) -> BackupPlan {
    let hour: i8 = resolved.number("backup.hour");
    BackupPlan {
        folder: folder.join(resolved.text("backup.folder")),
        hour: (hour >= 0).then_some(hour),
        keep: Keep {
            daily: resolved.number("backup.keep_daily"),
            weekly: resolved.number("backup.keep_weekly"),
            monthly: resolved.number("backup.keep_monthly"),
        },
        before_migration: resolved.choice("backup.before_migration", &[true, false]),
    }
}

fn public_url(resolved: &mut Resolved) -> Option<String> {
    let url = resolved.optional("server.public_url")?;
    if !url.starts_with("http://") && !url.starts_with("https://") {
        resolved.refuse("server.public_url", "a URL that starts with https:// or http://");
    }
    Some(url.trim_end_matches('/').to_owned())
}

fn log_level(resolved: &mut Resolved) -> String {
    let level = resolved.text("log.level");
    if level.parse::<tracing_subscriber::EnvFilter>().is_err() {
        resolved.refuse("log.level", "error, warn, info, debug or trace, or directives such as info,channels=debug");
    }
    level
}

fn security(resolved: &mut Resolved, folder: &Path) -> Security {
    let secret_key = resolved.optional("security.secret_key").and_then(|text| {
        let key = SecretKey::parse(&text);
        if key.is_none() {
            resolved.refuse("security.secret_key", "64 hexadecimal digits, as `openssl rand -hex 32` prints them");
        }
        key
    });
    Security {
        secret_key,
        secret_key_file: folder.join(resolved.text("security.secret_key_file")),
        session: Duration::from_secs(resolved.number::<u64>("security.session_days") * 86_400),
    }
}
