//! What the commands that handle the whole store share: where it is, whose key it has, and how far they are.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use backup::{Label, Progress, Told, Totals, key_mark};
use db::{Db, DbConfig};
use files::Files;
use kernel::SystemClock;

use super::{complain, database, explain};
use crate::config::{Config, Location, SecretKey};

/// A database and the folder of what lies beside it.
pub(crate) struct Store {
    pub(crate) database: DbConfig,
    pub(crate) folder: PathBuf,
    pub(crate) key_file: PathBuf,
}

impl Store {
    pub(crate) fn configured(config: &Config) -> Self {
        Self {
            database: database(config, &config.database.location),
            folder: config.data.folder.clone(),
            key_file: config.security.secret_key_file.clone(),
        }
    }

    /// A place named on the command line: a URL as `database.url` takes it, or another data folder.
    pub(crate) fn named(config: &Config, name: &str) -> Self {
        if let Some(location) = Location::parse(name, &config.data.folder) {
            return Self { database: database(config, &location), ..Self::configured(config) };
        }
        let folder = PathBuf::from(name);
        Self {
            database: database(config, &Location::Sqlite(folder.join("quarterdeck.db"))),
            key_file: folder.join("secret.key"),
            folder,
        }
    }

    /// Opens a database that is there; a SQLite file is not made by looking for it.
    pub(crate) fn open(&self) -> Result<(Db, Files), String> {
        if let DbConfig::Sqlite { path, .. } = &self.database
            && !path.exists()
        {
            return Err(format!("there is no database at {}", path.display()));
        }
        self.make()
    }

    /// Opens a database; a SQLite file and its folder are made.
    pub(crate) fn make(&self) -> Result<(Db, Files), String> {
        let mut folders = vec![self.folder.as_path()];
        if let DbConfig::Sqlite { path, .. } = &self.database {
            folders.extend(path.parent());
        }
        for folder in folders {
            std::fs::create_dir_all(folder).map_err(|error| format!("the folder {}: {error}", folder.display()))?;
        }
        let db = Db::open(self.database.clone(), Arc::new(SystemClock)).map_err(|fault| explain(&fault))?;
        Ok((db, Files::in_folder(self.folder.join("files"))))
    }

    /// Throws the search index away: it belongs to the rows that were there before, and is built anew by the next start.
    pub(crate) fn forget_index(&self) -> Result<(), String> {
        let folder = self.folder.join("search");
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!(
                "all rows are there, but the old search index cannot be removed: delete {} before the next start ({error})",
                folder.display()
            )),
            _ => Ok(()),
        }
    }
}

/// What the database does not know about its installation.
pub(crate) fn label(config: &Config, with_key: bool) -> Result<Label, String> {
    let key = existing_key(config)?;
    if with_key && key.is_none() {
        return Err(format!("there is no key at {}", config.security.secret_key_file.display()));
    }
    Ok(Label {
        release: env!("CARGO_PKG_VERSION").to_owned(),
        key_mark: key.as_ref().map(|key| key_mark(key.bytes())),
        key: key.filter(|_| with_key).map(|key| key.digits()),
    })
}

/// The key of this installation, without making one.
pub(crate) fn existing_key(config: &Config) -> Result<Option<SecretKey>, String> {
    if config.security.secret_key.is_none() && !config.security.secret_key_file.exists() {
        return Ok(None);
    }
    config.secret_key().map(Some).map_err(|error| error.to_string())
}

/// Refuses work that needs the server to be stopped while something listens at its address.
pub(crate) fn refuse_while_served(config: &Config) -> Result<(), String> {
    if is_served(config) {
        let address = served_at(config);
        return Err(format!("a server answers at {address}: stop it first, so that nothing is written meanwhile"));
    }
    Ok(())
}

/// Whether something listens at the server's address.
pub(crate) fn is_served(config: &Config) -> bool {
    config.server.port != 0 && TcpStream::connect_timeout(&served_at(config), Duration::from_millis(500)).is_ok()
}

fn served_at(config: &Config) -> SocketAddr {
    let address = match config.server.address {
        address if address.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        address => address,
    };
    SocketAddr::new(address, config.server.port)
}

/// Tells every two seconds how far it is.
pub(crate) fn told(doing: &'static str) -> Told {
    let last = Mutex::new(Instant::now());
    Arc::new(move |progress: Progress| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= Duration::from_secs(2) {
            *last = Instant::now();
            let Progress { rows, files, bytes } = progress;
            complain(&format!("{doing}: {rows} rows, {files} files, {} MB", bytes / 1_000_000));
        }
    })
}

/// The one line of counts.
pub(crate) fn counts(totals: &Totals, since: Instant) -> String {
    format!(
        "{} rows of {} tables and {} files ({:.1} MB) in {:.1} s",
        totals.all_rows(),
        totals.rows.len(),
        totals.files,
        totals.bytes as f64 / 1e6,
        since.elapsed().as_secs_f64()
    )
}

/// Tells which attachments a backup has not.
pub(crate) fn tell_missing(totals: &Totals, folder: &Path) {
    for hash in totals.missing.iter().take(20) {
        complain(&format!("an attachment is missing or damaged in {}: {hash}", folder.join("files").display()));
    }
    if totals.missing.len() > 20 {
        complain(&format!("and {} more", totals.missing.len() - 20));
    }
}
