//! Processes that are measured: the product's own binary and the ceiling beside it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::outcome::{Outcome, wrong};

/// The product's binary: named by the environment, else the one beside this program.
pub fn binary() -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os("QUARTERDECK_TEST_BINARY") {
        return Ok(path.into());
    }
    let beside = std::env::current_exe()?.with_file_name("quarterdeck");
    if beside.is_file() {
        Ok(beside)
    } else {
        wrong(format!("{} is not there; build the server first", beside.display()))
    }
}

/// A command that knows nothing of how the caller's own installation is set up.
pub fn without_settings(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("QUARTERDECK_")) {
        command.env_remove(name);
    }
    command
}

/// A process that listens.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Kept, because a process whose output nobody holds could be ended by it.
    _output: BufReader<ChildStdout>,
    /// Where it listens, as `127.0.0.1:8480`.
    pub address: String,
    /// From its start to its ready line.
    pub started_in: Duration,
}

impl Program {
    /// Starts the product on a data folder; `database` is empty for SQLite in the folder.
    pub fn product(folder: &Path, database: &str) -> Outcome<Self> {
        let mut command = without_settings(&binary()?);
        command
            .arg("serve")
            .current_dir(folder)
            .env("QUARTERDECK_DATA_FOLDER", folder)
            .env("QUARTERDECK_SERVER_PORT", "0")
            .env("QUARTERDECK_LIMITS_REQUESTS_PER_MINUTE", "1000000")
            .env("QUARTERDECK_MAIL_UNDO_SECONDS", "120")
            .env("QUARTERDECK_SECURITY_SESSION_DAYS", "365")
            // There is nobody to ask about the domains of the measured mails.
            .env("QUARTERDECK_MAIL_CHECK_SENDERS", "off")
            .stderr(std::fs::File::create(folder.join("log"))?);
        if !database.is_empty() {
            command.env("QUARTERDECK_DATABASE_URL", database);
        }
        Self::start(command)
    }

    /// Starts a process that prints one line when it is ready, which ends with its address.
    pub fn start(mut command: Command) -> Outcome<Self> {
        let began = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let Some(output) = child.stdout.take() else { return wrong("the output of a process cannot be read") };
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let started_in = began.elapsed();
        let Some(address) = line.trim().rsplit(['/', ' ']).next().filter(|address| address.contains(':')) else {
            return wrong(format!("a process did not become ready; it said “{}”", line.trim()));
        };
        Ok(Self { child, address: address.to_owned(), _output: output, started_in })
    }

    /// Its memory in bytes: all that is resident, and what is its own (not files of the disk).
    pub fn memory(&self) -> Outcome<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or_default() * 1024
        };
        Ok((field("VmRSS:"), field("RssAnon:")))
    }

    /// Ends it in order, and waits.
    pub fn stop(mut self) -> Outcome {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let patience = Instant::now();
        while self.child.try_wait()?.is_none() {
            if patience.elapsed() > Duration::from_secs(30) {
                return wrong("a process did not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Already gone after `stop`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder that is gone when it is dropped.
#[derive(Debug)]
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// An empty folder below another.
    pub fn below(folder: &Path, name: &str) -> Outcome<Self> {
        let path = folder.join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind is only a cache.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder's content.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    std::fs::create_dir_all(to)?;
    let done = Command::new("cp").args(["-a", "--reflink=auto"]).arg(from.join(".")).arg(to).status()?;
    if done.success() { Ok(()) } else { wrong(format!("{} cannot be copied", from.display())) }
}
