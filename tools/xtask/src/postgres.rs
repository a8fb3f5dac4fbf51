//! A throw-away PostgreSQL for tests and measurements, from Debian's own binaries.

use std::env;
use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::install;
use crate::shell::{self, Failure, Outcome};

/// The variable in which tests find the server.
pub(crate) const VARIABLE: &str = "QUARTERDECK_TEST_POSTGRES";

/// Stops the server and removes its folder when told to, or when this program ends in any way, kill -9 included:
/// it waits on a pipe that only we hold.
const GUARD: &str = r#"
trap '' INT TERM HUP
cat >/dev/null
kill -INT "$1" 2>/dev/null
n=0
while kill -0 "$1" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done
kill -QUIT "$1" 2>/dev/null
rm -rf "$2"
"#;

/// What a crash could lose does not matter here, so nothing waits for the disk. Text sorts by a language's rules, as on
/// most installations, so that a test notices when code relies on byte order.
const SETTINGS: [&str; 10] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=128MB",
    "max_wal_size=512MB",
    "autovacuum_naptime=5min",
    "listen_addresses=127.0.0.1",
    "logging_collector=off",
    "log_min_messages=fatal",
];

/// As an installation would have it: every commit is on the disk before it is answered.
const DURABLE: [&str; 8] = [
    "max_connections=200",
    "shared_buffers=1GB",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "effective_cache_size=4GB",
    "listen_addresses=127.0.0.1",
    "logging_collector=off",
    "log_min_messages=fatal",
];

/// A running server; dropped, it is stopped and its folder removed.
pub(crate) struct Postgres {
    url: String,
    folder: PathBuf,
    guard: Child,
}

impl Postgres {
    /// Starts a server for tests on a free port.
    pub(crate) fn start() -> Outcome<Self> {
        Self::start_with(&SETTINGS, None)
    }

    /// Starts a server for measurements on a free port, on a copy of kept files or empty.
    pub(crate) fn durable(kept: Option<&Path>) -> Outcome<Self> {
        Self::start_with(&DURABLE, kept)
    }

    fn start_with(settings: &[&str], kept: Option<&Path>) -> Outcome<Self> {
        install::ensure(&[install::POSTGRESQL])?;
        let binaries = binaries().ok_or_else(|| Failure::new("PostgreSQL's initdb was not found"))?;
        let folder = env::temp_dir().join(format!("quarterdeck-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let owner = Owner::choose()?;
        owner.take(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        match kept {
            // Copied with their owner, so that the server finds them as it left them.
            Some(kept) => copy(kept, &folder.join("data"))?,
            None => initialise(&binaries, &folder, &owner)?,
        }
        let port = free_port()?;
        let mut server = owner.command(&binaries.join("postgres"));
        server.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string()]);
        server.args(["-k", &folder.to_string_lossy()]);
        for setting in settings {
            server.args(["-c", setting]);
        }
        let log = fs::File::create(folder.join("log"))?;
        // A group of its own: Ctrl-C is for us, and the guard then stops the server in order.
        let server = server
            .process_group(0)
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let guard = Command::new("sh")
            .args(["-c", GUARD, "guard", &server.id().to_string()])
            .arg(&folder)
            .process_group(0)
            .stdin(Stdio::piped())
            .spawn()?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let postgres = Self { url, folder: folder.clone(), guard };
        await_ready(&binaries, port, server, &folder.join("log"))?;
        Ok(postgres)
    }

    /// Stops the server in order and keeps its files for [`Postgres::durable`].
    pub(crate) fn keep(self, kept: &Path) -> Outcome {
        let binaries = binaries().ok_or_else(|| Failure::new("PostgreSQL's pg_ctl was not found"))?;
        let data = self.folder.join("data");
        let mut stop = Owner::choose()?.command(&binaries.join("pg_ctl"));
        shell::run(stop.current_dir(&self.folder).args(["stop", "-m", "fast", "-w", "-t", "300", "-D"]).arg(&data))?;
        let unfinished = kept.with_extension("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        copy(&data, &unfinished)?;
        Ok(fs::rename(unfinished, kept)?)
    }

    /// Returns the superuser's URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nothing is left to do when the guard is gone already.
        let _ = self.guard.wait();
    }
}

/// `cargo xtask pg`: runs the command with the server's URL in its environment, or waits until input ends.
pub(crate) fn serve(command: &[String]) -> Outcome {
    let postgres = Postgres::start()?;
    let Some((program, arguments)) = command.split_first() else {
        println!("{VARIABLE}={}", postgres.url());
        shell::say("PostgreSQL runs until this input ends (Ctrl-D or Ctrl-C)");
        std::io::stdin().read_to_end(&mut Vec::new())?;
        return Ok(());
    };
    shell::run(shell::command(program, arguments).env(VARIABLE, postgres.url()))
}

/// Who the server runs as: it refuses root.
struct Owner(Option<(u32, u32)>);

impl Owner {
    fn choose() -> Outcome<Self> {
        if !install::is_root() {
            return Ok(Self(None));
        }
        let accounts = fs::read_to_string("/etc/passwd")?;
        let ids = account(&accounts, "postgres").or_else(|| account(&accounts, "nobody"));
        ids.map(|ids| Self(Some(ids)))
            .ok_or_else(|| Failure::new("PostgreSQL refuses to run as root, and there is no user `postgres`"))
    }

    fn take(&self, folder: &Path) -> Outcome {
        if let Some((user, group)) = self.0 {
            std::os::unix::fs::chown(folder, Some(user), Some(group))?;
        }
        Ok(())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }
}

fn account(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// Returns the folder of the newest PostgreSQL that Debian installed.
pub(crate) fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()))
        .filter(|version| Path::new(&format!("/usr/lib/postgresql/{version}/bin/initdb")).is_file())
        .max()?;
    Some(PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin")))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    shell::run(Command::new("cp").args(["-a", "--reflink=auto"]).arg(from).arg(to))
}

fn initialise(binaries: &Path, folder: &Path, owner: &Owner) -> Outcome {
    let output = owner
        .command(&binaries.join("initdb"))
        .arg("-D")
        .arg(folder.join("data"))
        .args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=en-US",
        ])
        .args(["--no-sync", "--no-instructions"])
        .current_dir(folder)
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("initdb failed: {}", String::from_utf8_lossy(&output.stderr))))
}

fn await_ready(binaries: &Path, port: u16, mut server: Child, log: &Path) -> Outcome {
    let deadline = Instant::now() + Duration::from_mins(1);
    while Instant::now() < deadline && server.try_wait()?.is_none() {
        let ready = Command::new(binaries.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status()?;
        if ready.success() {
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    let words = fs::read_to_string(log).unwrap_or_default();
    Err(Failure::new(format!("PostgreSQL did not start: {words}")))
}

/// Returns a port that nobody listens on at this moment.
pub(crate) fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\npostgresql:x:7:8::/:/bin/sh\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";
        assert_eq!(account(accounts, "postgres"), Some((101, 104)));
        assert_eq!(account(accounts, "post"), None);
    }
}
