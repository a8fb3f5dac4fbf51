//! A PostgreSQL server of a test's own, to be stopped, killed and started again.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// A server, gone with this value.
#[derive(Debug)]
pub struct OwnPostgres {
    folder: tempfile::TempDir,
    binaries: PathBuf,
    owner: Option<(u32, u32)>,
    port: u16,
}

impl OwnPostgres {
    /// Starts one, durable as in earnest; none where no server is installed.
    pub fn start() -> Option<Self> {
        Self::start_in(None)
    }

    /// Starts one below a folder, such as a disk that is to be filled.
    pub fn start_in(place: Option<&Path>) -> Option<Self> {
        let Some(binaries) = binaries() else {
            #[expect(clippy::print_stderr, reason = "whoever runs the test must see that it did not run")]
            {
                eprintln!("not run: PostgreSQL's programs are not installed");
            }
            return None;
        };
        let folder = place.map_or_else(tempfile::tempdir, tempfile::tempdir_in).expect("a folder");
        if let Some(place) = place {
            std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("permissions");
        let port = lasting_port();
        let server = Self { owner: owner(), folder, binaries, port };
        let data = server.data();
        std::fs::create_dir(&data).expect("a folder");
        if let Some((user, group)) = server.owner {
            chown(server.folder.path(), Some(user), Some(group)).expect("an owner");
            chown(&data, Some(user), Some(group)).expect("an owner");
        }
        let mut make = server.command("initdb");
        make.arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        assert!(make.stdout(Stdio::null()).status().expect("initdb").success(), "initdb failed");
        server.go();
        Some(server)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.join(name));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }

    /// The superuser's URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs a statement as the superuser.
    pub fn admin(&self, statement: &str) {
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls).expect("a connection");
        client.batch_execute(statement).expect("an administrative statement");
    }

    /// Starts it again, and waits until it answers.
    pub fn go(&self) {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=60 -c max_wal_size=96MB",
            self.port,
            self.folder.path().display()
        );
        let mut start = self.command("pg_ctl");
        start.arg("-D").arg(self.data()).arg("-l").arg(self.folder.path().join("log"));
        let started = start.args(["-w", "-o", &options, "start"]).stdout(Stdio::null()).status().expect("pg_ctl");
        assert!(started.success(), "PostgreSQL does not start");
        let until = Instant::now() + Duration::from_secs(30);
        while postgres::Client::connect(&self.url("postgres"), postgres::NoTls).is_err() {
            assert!(Instant::now() < until, "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Starts it again if it gave up by itself; leaves it alone while it runs or mends itself.
    pub fn go_unless_there(&self) {
        let mut status = self.command("pg_ctl");
        let there = status.arg("-D").arg(self.data()).arg("status").stdout(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            self.go();
        }
    }

    /// Ends it as a power cut does: every connection breaks in the middle of whatever it did.
    pub fn break_off(&self) {
        let mut stop = self.command("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"]);
        assert!(stop.stdout(Stdio::null()).status().expect("pg_ctl").success(), "PostgreSQL does not stop");
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        // Gone already, when the test broke it off.
        let _ = stop
            .arg("-D")
            .arg(self.data())
            .args(["-m", "immediate", "stop"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// A port that stays ours while whoever listens on it is killed and comes back: none of those that outgoing connections are
/// given by the system.
pub fn lasting_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Tests beside each other are processes with neighbouring numbers: each looks in a stretch of its own.
    let first = u16::try_from(std::process::id() % 400 * 40).unwrap_or_default();
    loop {
        let port = 16_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 16_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// PostgreSQL refuses root: then its files belong to the user that Debian made for it.
fn owner() -> Option<(u32, u32)> {
    if std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() != 0) {
        return None;
    }
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let line = accounts.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// The newest version that Debian installed.
fn binaries() -> Option<PathBuf> {
    let found = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = found.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok()).max()?;
    let folder = PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"));
    folder.join("initdb").is_file().then_some(folder)
}
