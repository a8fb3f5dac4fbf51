//! The product under torture: its own binary, started, killed, asked.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{Dovecot, lasting_port};

use crate::Outcome;
use crate::http::ask;
use crate::mail::ADDRESS;

/// How long a start may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) folder: PathBuf,
    /// The address of the PostgreSQL database; none for a file.
    pub(crate) database: Option<String>,
    binary: PathBuf,
    port: u16,
    /// Where mail servers reach it.
    pub(crate) smtp: Option<u16>,
}

/// Named by the environment, else beside this program or, for a test, one folder above.
fn binary() -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os("QUARTERDECK_TEST_BINARY") {
        return Ok(path.into());
    }
    let own = std::env::current_exe()?;
    let found = own.ancestors().skip(1).take(2).map(|folder| folder.join("quarterdeck")).find(|path| path.is_file());
    found.ok_or_else(|| "the binary `quarterdeck` is not there: `cargo build -p server` makes it".into())
}

impl Desk {
    pub(crate) fn new(folder: PathBuf, database: Option<String>) -> Outcome<Self> {
        let mut desk = Self { folder, database, binary: binary()?, port: lasting_port(), smtp: None };
        let known = desk.command("config").arg("example").output()?;
        // A build without the mail listener takes those mails by the pipe.
        if String::from_utf8_lossy(&known.stdout).contains("[listener]") {
            desk.smtp = Some(lasting_port());
        }
        Ok(desk)
    }

    /// A command of the product on this installation, whatever the caller's own settings are.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.binary);
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("QUARTERDECK_")) {
            command.env_remove(key);
        }
        command
            .arg(name)
            .current_dir(&self.folder)
            .env("QUARTERDECK_DATA_FOLDER", &self.folder)
            .env("QUARTERDECK_SERVER_PORT", self.port.to_string())
            .env("QUARTERDECK_LOG_LEVEL", "warn")
            .env("QUARTERDECK_MAIL_POLL_SECONDS", "5");
        if let Some(port) = self.smtp {
            command.env("QUARTERDECK_LISTENER_SMTP", format!("127.0.0.1:{port}"));
        }
        if let Some(database) = &self.database {
            command.env("QUARTERDECK_DATABASE_URL", database);
        }
        command
    }

    /// Starts the server without waiting for it.
    pub(crate) fn spawn(&self) -> Outcome<Running> {
        // Not on the small disk: a full one would swallow the words.
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut serve = self.command("serve");
        let child = serve.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        Ok(Running { child })
    }

    pub(crate) fn log(&self) -> PathBuf {
        std::env::temp_dir().join(format!("quarterdeck-torture-{}-{}.log", std::process::id(), self.port))
    }

    /// Starts the server and waits until it is ready; one that ends meanwhile (its database is away) is started again.
    pub(crate) fn start(&self) -> Outcome<Running> {
        let until = Instant::now() + PATIENCE;
        let mut running = self.spawn()?;
        while !self.is_ready() {
            if Instant::now() > until {
                return Err(format!("the server does not become ready; see {}", self.log().display()).into());
            }
            if running.has_ended()? {
                running = self.spawn()?;
            }
            sleep(Duration::from_millis(30));
        }
        Ok(running)
    }

    pub(crate) fn is_ready(&self) -> bool {
        ask(self.port, "GET", "/readyz", "", "").is_ok_and(|answer| answer.status == 200)
    }

    /// A company with one mailbox, fetched from our IMAP server.
    pub(crate) fn set_up(&self, dovecot: &Dovecot) -> Outcome {
        let company = json!({"company": "Torture & Co", "email": "ada@desk.example", "language": "en", "name": "Ada",
            "password": "correct horse battery", "start": "empty", "time_zone": "Europe/Berlin"});
        let made = ask(self.port, "POST", "/api/v1/access/setup", "", &company.to_string())?;
        let cookie = made.cookie().ok_or_else(|| format!("no session: {}", made.text))?;
        let mailbox = json!({"name": "Support", "address": ADDRESS, "active": true, "take": "all", "imap": {"host": "127.0.0.1",
            "port": dovecot.port, "security": "none", "user": "help", "password": "geheim", "folder": "INBOX", "after": "seen"}});
        let made = ask(self.port, "POST", "/api/v1/channels/mailboxes", &cookie, &mailbox.to_string())?;
        if made.status != 201 {
            return Err(format!("no mailbox: {}", made.text).into());
        }
        self.expect_a_flood(&cookie)
    }

    /// All mails come from one domain within minutes: what is measured here is not the guard that slows such a flood.
    fn expect_a_flood(&self, cookie: &str) -> Outcome {
        let path = "/api/v1/channels/rules";
        let mut rules: Value = serde_json::from_str(ask(self.port, "GET", path, cookie, "")?.body())?;
        for limit in ["storm_sender", "storm_domain", "storm_mailbox"] {
            rules["rules"][limit] = json!(100_000);
        }
        let changed = ask(self.port, "PUT", path, cookie, &rules.to_string())?;
        if changed.status == 200 { Ok(()) } else { Err(format!("no rules: {}", changed.text).into()) }
    }
}

/// A server that runs; killed with this value.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
}

impl Running {
    pub(crate) fn has_ended(&mut self) -> Outcome<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// SIGKILL: nothing of it can be tidied up.
    pub(crate) fn kill(&mut self) -> Outcome {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it in order.
    pub(crate) fn stop(&mut self) -> Outcome {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let until = Instant::now() + PATIENCE;
        while !self.has_ended()? {
            if Instant::now() > until {
                return Err("the server does not end".into());
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone after `kill` or `stop`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
