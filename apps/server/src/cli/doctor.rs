//! `quarterdeck doctor`: looks at a set-up from the outside in and says of each part whether it is well, and what to do if not.
//!
//! It changes nothing: what is not there yet is told as such, and made by the first start.

use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use channels::fetch::watch::{self, Health};
use db::transfer::{self, Step};
use db::{Db, DbConfig, Migration};
use kernel::{SystemClock, Timestamp};

use super::store::{Store, existing_key};
use super::{Ended, explain, say};
use crate::app::migrations;
use crate::config::{Config, ConfigError};

/// Below this a day of mail may fill the disk.
const LITTLE_DISK: u64 = 1024 * 1024 * 1024;
/// Clocks of machines that are kept right differ by less.
const CLOCK_DRIFT_MICROS: i64 = 5 * 60 * 1_000_000;

/// What is said of one part of the set-up.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Well(String),
    Warning(String),
    Problem(String),
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Well(words) => write!(f, "ok       {words}"),
            Self::Warning(words) => write!(f, "warning  {words}"),
            Self::Problem(words) => write!(f, "problem  {words}"),
        }
    }
}

pub(crate) async fn doctor(config: Result<Config, ConfigError>) -> Ended {
    let said = match config {
        Err(error) => error.to_string().lines().map(|line| Said::Problem(format!("configuration: {line}"))).collect(),
        Ok(config) => examine(&config).await,
    };
    for words in &said {
        say(&words.to_string());
    }
    let problems = said.iter().any(|said| matches!(said, Said::Problem(_)));
    Ok(if problems { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn examine(config: &Config) -> Vec<Said> {
    let mut said = vec![Said::Well("configuration: every setting is known and fits".to_owned())];
    said.push(public_url(config.server.configured_public_url.as_deref(), config.server.address.is_loopback()));
    said.push(port(SocketAddr::new(config.server.address, config.server.port)));
    said.extend([config.listener.smtp, config.listener.lmtp].into_iter().flatten().map(port));
    said.extend(folder(&config.data.folder));
    said.push(key(config));
    said.extend(database(&Store::configured(config)).await);
    said
}

fn public_url(url: Option<&str>, loopback: bool) -> Said {
    match url {
        None if loopback => Said::Well("address: only this machine can reach the server".to_owned()),
        None => Said::Warning(
            "address: other machines reach the server, but links in mails name the address it listens on; set server.public_url to what people type".to_owned(),
        ),
        Some(url) if url.starts_with("https://") => Said::Well(format!("address: people come by {url}")),
        Some(url) => Said::Warning(format!(
            "address: {url} is not encrypted, passwords can be read on the way; put a proxy with a certificate before it and set server.public_url to https://…"
        )),
    }
}

fn port(address: SocketAddr) -> Said {
    match TcpListener::bind(address) {
        Ok(_) => Said::Well(format!("port: {address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Said::Warning(format!(
            "port: something listens at {address}; that is well when it is Quarterdeck, else set server.port to another one"
        )),
        Err(error) => Said::Problem(format!(
            "port: {address} cannot be listened on ({error}); set server.address and server.port"
        )),
    }
}

fn folder(folder: &Path) -> Vec<Said> {
    let name = folder.display();
    if !folder.exists() {
        return vec![Said::Warning(format!("data folder: {name} is not there; the first start makes it"))];
    }
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let written = std::fs::write(&probe, b"probe").and_then(|()| std::fs::remove_file(&probe));
    let writable = match written {
        Ok(()) => Said::Well(format!("data folder: {name} takes files")),
        Err(error) => Said::Problem(format!(
            "data folder: {name} takes no files ({error}); let the user who runs Quarterdeck own it, or make room on the disk"
        )),
    };
    let free = rustix::fs::statvfs(folder).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    vec![
        writable,
        free.map_or_else(|error| Said::Warning(format!("disk: its free space is not known ({error})")), disk),
    ]
}

fn disk(free: u64) -> Said {
    let words = format!("disk: {:.1} GB free", free as f64 / 1e9);
    if free < LITTLE_DISK {
        Said::Warning(format!("{words}, which a day of mail may fill; make room or move the data folder"))
    } else {
        Said::Well(words)
    }
}

fn key(config: &Config) -> Said {
    let file = &config.security.secret_key_file;
    match existing_key(config) {
        Err(words) => Said::Problem(format!("secret key: {words}")),
        Ok(None) => Said::Warning(format!("secret key: {} is not there; the first start makes it", file.display())),
        Ok(Some(_)) if config.security.secret_key.is_some() => {
            Said::Well("secret key: given by the configuration".to_owned())
        }
        Ok(Some(_)) => {
            let open = std::fs::metadata(file).is_ok_and(|known| known.permissions().mode() & 0o077 != 0);
            if open {
                Said::Warning(format!("secret key: others can read {0}; do `chmod 600 {0}`", file.display()))
            } else {
                Said::Well(format!(
                    "secret key: {} is there and its owner's alone; keep a copy elsewhere",
                    file.display()
                ))
            }
        }
    }
}

async fn database(store: &Store) -> Vec<Said> {
    if let DbConfig::Sqlite { path, .. } = &store.database
        && !path.exists()
    {
        return vec![Said::Warning(format!("database: {} is not there; the first start makes it", path.display()))];
    }
    let db = match Db::open(store.database.clone(), Arc::new(SystemClock)) {
        Ok(db) => db,
        Err(fault) => {
            let words = "database: it cannot be reached; is the server running, and are address, user and password in database.url right?";
            return vec![Said::Problem(format!("{words} {}", explain(&fault)))];
        }
    };
    let read = db.read(|tx| {
        if transfer::is_unfinished(tx)? {
            return Err(transfer::UNFINISHED.into());
        }
        let steps = transfer::shape(tx)?.steps;
        let newest = "select at from db_events order by number desc limit 1";
        let newest = tx.opt(newest, &[], |row| row.take::<Timestamp>())?;
        // Mailboxes can only be read of a database of this release.
        let ours = steps.len() == migrations().len();
        let mailboxes = if ours { channels::mailboxes::queries::list(tx)? } else { Vec::new() };
        Ok((steps, newest, mailboxes))
    });
    match read.await {
        Ok((steps, newest, mailboxes)) => {
            let now = db.clock().now();
            let mut said = vec![schema(&steps, &migrations()), clock(newest, now)];
            said.extend(mailboxes.iter().filter_map(|(mailbox, standing)| {
                let health = watch::health(mailbox, &standing.state, now);
                fetching(&mailbox.name, health, &standing.state.error)
            }));
            said
        }
        Err(fault) if fault.is(transfer::EMPTY) => {
            vec![Said::Warning("database: it is reached and empty; the first start fills it".to_owned())]
        }
        Err(fault) => vec![Said::Problem(format!("database: {}", explain(&fault)))],
    }
}

fn schema(steps: &[Step], ours: &[Migration]) -> Said {
    if let Some(step) = steps.iter().find(|step| ours.iter().all(|ours| ours.name != step.name)) {
        return Said::Problem(format!(
            "database: a newer release has used it (step {}); start that release or a newer one",
            step.name
        ));
    }
    match ours.len().saturating_sub(steps.len()) {
        0 => Said::Well(format!("database: it is reached, and its {} schema steps are ours", steps.len())),
        waiting => Said::Warning(format!(
            "database: it is of an earlier release; the next start applies {waiting} schema steps, so make a backup before"
        )),
    }
}

fn clock(newest: Option<Timestamp>, now: Timestamp) -> Said {
    match newest {
        Some(newest) if newest.micros() - now.micros() > CLOCK_DRIFT_MICROS => Said::Problem(
            "clock: the newest event in the database is later than this machine's clock; set the clock right before you start".to_owned(),
        ),
        _ => Said::Well("clock: it is behind nothing that was written".to_owned()),
    }
}

/// What is said of a mailbox. A server that is not running fetches nothing, so what is merely late says nothing.
fn fetching(name: &str, health: Health, error: &str) -> Option<Said> {
    match health {
        Health::Off | Health::Starting => None,
        Health::Well => Some(Said::Well(format!("mailbox {name}: it is fetched"))),
        Health::Late if error.is_empty() => Some(Said::Warning(format!(
            "mailbox {name}: the last look is some time ago; that is well when the server does not run"
        ))),
        Health::Late => Some(Said::Warning(format!("mailbox {name}: the last look failed; {error}"))),
        Health::Stopped => Some(Said::Problem(format!(
            "mailbox {name}: nothing is fetched any more; {} See Administration, Mailboxes.",
            if error.is_empty() { "its server does not answer." } else { error }
        ))),
    }
}

#[cfg(test)]
mod tests {
    use channels::fetch::watch::Health;
    use db::Migration;
    use db::transfer::Step;
    use kernel::Timestamp;

    use super::{LITTLE_DISK, Said, clock, disk, fetching, folder, port, public_url, schema};

    fn mark(said: &Said) -> char {
        said.to_string().chars().next().expect("a word")
    }

    #[test]
    fn each_part_is_judged() {
        let at = Timestamp::from_micros;
        let table = [
            (public_url(None, true), 'o'),
            (public_url(None, false), 'w'),
            (public_url(Some("https://desk.example"), false), 'o'),
            (public_url(Some("http://desk.example"), false), 'w'),
            (disk(LITTLE_DISK), 'o'),
            (disk(LITTLE_DISK - 1), 'w'),
            (clock(None, at(0)), 'o'),
            (clock(Some(at(60_000_000)), at(0)), 'o'),
            (clock(Some(at(600_000_000)), at(0)), 'p'),
        ];
        for (said, expected) in table {
            assert_eq!(mark(&said), expected, "{said}");
        }
    }

    #[test]
    fn a_mailbox_that_stopped_is_a_problem() {
        assert_eq!(fetching("Support", Health::Off, ""), None);
        for (health, error, expected) in [
            (Health::Well, "", 'o'),
            (Health::Late, "", 'w'),
            (Health::Late, "No.", 'w'),
            (Health::Stopped, "No.", 'p'),
        ] {
            let said = fetching("Support", health, error).expect("something is said");
            assert_eq!(mark(&said), expected, "{said}");
        }
    }

    #[test]
    fn a_schema_is_ours_earlier_or_newer() {
        let ours = [Migration { name: "1", sql: "" }, Migration { name: "2", sql: "" }];
        let step = |name: &str| Step { name: name.to_owned(), checksum: String::new() };
        for (steps, expected) in
            [(vec![step("1"), step("2")], 'o'), (vec![step("1")], 'w'), (vec![step("1"), step("3")], 'p')]
        {
            assert_eq!(mark(&schema(&steps, &ours)), expected, "{steps:?}");
        }
    }

    #[test]
    fn a_taken_port_and_a_folder_that_is_none_are_told() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        assert_eq!(mark(&port(address)), 'w');
        drop(listener);
        assert_eq!(mark(&port(address)), 'o');
        let place = tempfile::tempdir().expect("a folder");
        assert_eq!(folder(place.path()).iter().map(mark).next(), Some('o'));
        assert_eq!(folder(&place.path().join("none")).iter().map(mark).collect::<Vec<_>>(), ['w']);
        let file = place.path().join("file");
        std::fs::write(&file, b"").expect("a file");
        assert_eq!(folder(&file).iter().map(mark).next(), Some('p'));
    }
}
