//! A private IMAP server on loopback for tests.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian puts it.
const PROGRAM: &str = "/usr/sbin/dovecot";
/// Mail belongs to this user when the test runs as root, because Dovecot does not read mail as root.
const NOBODY: u32 = 65_534;

/// A running server with one user `help`, password `geheim`.
pub(crate) struct Dovecot {
    folder: tempfile::TempDir,
    owner: Option<u32>,
    child: Child,
    /// Where it listens, without encryption.
    pub(crate) port: u16,
    /// Where it speaks POP3; nobody listens there when that part of the server is not installed.
    pub(crate) pop_port: u16,
}

impl Dovecot {
    /// Starts it. Without the program the test cannot run: that is a failure where `CI` is set, and said elsewhere.
    pub(crate) fn start() -> Option<Self> {
        Self::begin(None)
    }

    /// Starts it with a provider on this machine that tells which tokens are good.
    pub(crate) fn with_provider(port: u16) -> Option<Self> {
        Self::begin(Some(port))
    }

    fn begin(provider: Option<u16>) -> Option<Self> {
        if !Path::new(PROGRAM).exists() {
            assert!(std::env::var_os("CI").is_none(), "{PROGRAM} is needed when CI is set");
            #[expect(clippy::print_stderr, reason = "whoever runs the test must see that it did not run")]
            {
                eprintln!("not run: {PROGRAM} is not installed");
            }
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
        let owner = root.then_some(NOBODY);
        let (port, pop_port) = (free_port(), free_port());
        let mail = folder.path().join("mail");
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(mail.join(part)).expect("a maildir");
        }
        let config = folder.path().join("dovecot.conf");
        fs::write(folder.path().join("users"), "help:{PLAIN}geheim\n").expect("users");
        fs::write(&config, settings(folder.path(), port, pop_port, owner.is_some(), provider)).expect("settings");
        let asks = provider.map(|port| format!("tokeninfo_url = http://127.0.0.1:{port}/info?token=\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n"));
        fs::write(folder.path().join("oauth2.conf"), asks.unwrap_or_default()).expect("settings");
        let child = spawn(folder.path());
        let server = Self { folder, owner, child, port, pop_port };
        server.own(&mail);
        server.open_up();
        server.wait();
        Some(server)
    }

    /// Ends it as a crash does, and starts it again.
    pub(crate) fn restart(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        self.child = spawn(self.folder.path());
        self.wait();
    }

    fn wait(&self) {
        let until = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(
                Instant::now() < until,
                "dovecot does not listen: {:?}",
                fs::read_to_string(self.folder.path().join("log"))
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The server's own users must be able to walk into the folder.
    fn open_up(&self) {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(self.folder.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    fn own(&self, path: &Path) {
        let Some(owner) = self.owner else { return };
        chown(path, Some(owner), Some(owner)).expect("an owner");
        if path.is_dir() {
            for entry in fs::read_dir(path).expect("a folder") {
                self.own(&entry.expect("an entry").path());
            }
        }
    }

    fn mail(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// Puts a mail into the inbox, arrived so many seconds ago.
    pub(crate) fn deliver(&self, name: &str, raw: &str, age: u64) {
        let beside = self.mail().join("tmp").join(name);
        fs::write(&beside, raw).expect("a mail");
        self.own(&beside);
        let file = fs::File::options().append(true).open(&beside).expect("the mail");
        file.set_modified(std::time::SystemTime::now() - Duration::from_secs(age)).expect("a date");
        fs::rename(&beside, self.mail().join("new").join(name)).expect("delivered");
    }

    /// File names with flags in a folder; the inbox is the empty name.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let place = if folder.is_empty() { self.mail() } else { self.mail().join(format!(".{folder}")) };
        let mut names = Vec::new();
        for part in ["cur", "new"] {
            let Ok(entries) = fs::read_dir(place.join(part)) else { continue };
            names.extend(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()));
        }
        names.sort();
        names
    }

    /// Whether it speaks POP3.
    pub(crate) fn speaks_pop() -> bool {
        speaks_pop()
    }

    /// Forgets all numbers, as a restored server does.
    pub(crate) fn renumber(&self) {
        for entry in fs::read_dir(self.mail()).expect("the maildir") {
            let path = entry.expect("an entry").path();
            if path.is_file() && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("dovecot")) {
                fs::remove_file(path).expect("forgotten");
            }
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").and_then(|probe| probe.local_addr()).expect("a port").port()
}

/// Whether the server speaks POP3 here. Where `CI` is set it must.
fn speaks_pop() -> bool {
    let there = Path::new("/usr/lib/dovecot/pop3").exists();
    assert!(there || std::env::var_os("CI").is_none(), "dovecot-pop3d is needed when CI is set");
    there
}

fn spawn(folder: &Path) -> Child {
    let mut command = Command::new(PROGRAM);
    command.args(["-F", "-c"]).arg(folder.join("dovecot.conf")).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("dovecot")
}

fn settings(folder: &Path, port: u16, pop_port: u16, root: bool, provider: Option<u16>) -> String {
    let folder = folder.display();
    let owner = if root { format!("uid={NOBODY} gid={NOBODY}") } else { String::new() };
    let users = if root {
        String::new()
    } else {
        let me = std::env::var("USER").unwrap_or_else(|_| "nobody".into());
        format!(
            "default_internal_user = {me}\ndefault_login_user = {me}\nservice anvil {{\n  chroot =\n}}\nservice imap-login {{\n  chroot =\n}}\n"
        )
    };
    let (mechanisms, oauth) = if provider.is_some() {
        let args = format!("args = {folder}/oauth2.conf");
        ("plain xoauth2", format!("passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  {args}\n}}\n"))
    } else {
        ("plain", String::new())
    };
    let (protocols, pop) = if speaks_pop() {
        let listener =
            format!("inet_listener pop3 {{\n    port = {pop_port}\n  }}\n  inet_listener pop3s {{\n    port = 0\n  }}");
        ("imap pop3", format!("service pop3-login {{\n  chroot =\n  {listener}\n}}\n"))
    } else {
        ("imap", String::new())
    };
    format!(
        "base_dir = {folder}/run\nlog_path = {folder}/log\nprotocols = {protocols}\nlisten = 127.0.0.1\nssl = no\ndisable_plaintext_auth = no\n\
         auth_mechanisms = {mechanisms}\nmail_location = maildir:{folder}/mail\nfirst_valid_uid = 1\nmail_max_userip_connections = 50\n{users}\
         {oauth}passdb {{\n  driver = passwd-file\n  args = {folder}/users\n}}\n\
         userdb {{\n  driver = static\n  args = {owner} home={folder}/mail\n}}\n\
         namespace inbox {{\n  inbox = yes\n  mailbox Done {{\n    auto = create\n  }}\n}}\n\
         service imap-login {{\n  inet_listener imap {{\n    port = {port}\n  }}\n  inet_listener imaps {{\n    port = 0\n  }}\n}}\n{pop}"
    )
}
