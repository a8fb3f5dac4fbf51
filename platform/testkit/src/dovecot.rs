//! A private IMAP server with one user `help`, whose password is `geheim`.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::HarnessResult;

const PROGRAM: &str = "/usr/sbin/dovecot";
/// Dovecot reads no mail as root.
const NOBODY: u32 = 65_534;

/// The server; ended when it is dropped.
#[derive(Debug)]
pub struct Dovecot {
    folder: tempfile::TempDir,
    is_root: bool,
    child: Child,
    /// Where it speaks IMAP in the clear, on 127.0.0.1.
    pub port: u16,
}

impl Dovecot {
    /// Starts it; none where it is not installed.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start() -> HarnessResult<Option<Self>> {
        if !Path::new(PROGRAM).exists() {
            eprintln!("not run: {PROGRAM} is not installed");
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let is_root = fs::metadata("/proc/self")?.uid() == 0;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mail = folder.path().join("mail");
        for part in ["", "cur", "new", "tmp"] {
            fs::create_dir_all(mail.join(part))?;
            if is_root {
                chown(mail.join(part), Some(NOBODY), Some(NOBODY))?;
            }
        }
        fs::write(folder.path().join("users"), "help:{PLAIN}geheim\n")?;
        let config = folder.path().join("dovecot.conf");
        fs::write(&config, settings(folder.path(), port, is_root))?;
        let mut command = Command::new(PROGRAM);
        let child = command.args(["-F", "-c"]).arg(&config).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let server = Self { folder, is_root, child, port };
        let until = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > until {
                return Err("dovecot does not listen".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Some(server))
    }

    /// The Maildir of the inbox, and who must own what is in it.
    pub fn inbox(&self) -> Inbox {
        Inbox { folder: self.folder.path().join("mail"), owner: self.is_root.then_some(NOBODY) }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// Its inbox, as the mail server sees it that delivers.
#[derive(Debug, Clone)]
pub struct Inbox {
    folder: PathBuf,
    owner: Option<u32>,
}

impl Inbox {
    /// Delivers as a mail server does: written beside, then renamed. Each number names another mail.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn deliver(&self, number: usize, raw: &[u8]) -> HarnessResult {
        let name = format!("{}.{number}.delivered", 1_772_442_000 + number);
        let beside = self.folder.join("tmp").join(&name);
        fs::write(&beside, raw)?;
        if let Some(owner) = self.owner {
            chown(&beside, Some(owner), Some(owner))?;
        }
        Ok(fs::rename(beside, self.folder.join("new").join(name))?)
    }
}

fn settings(folder: &Path, port: u16, root: bool) -> String {
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
    format!(
        "base_dir = {folder}/run\nlog_path = {folder}/log\nprotocols = imap\nlisten = 127.0.0.1\nssl = no\ndisable_plaintext_auth = no\n\
         auth_mechanisms = plain\nmail_location = maildir:{folder}/mail\nfirst_valid_uid = 1\nmail_max_userip_connections = 100\n{users}\
         passdb {{\n  driver = passwd-file\n  args = {folder}/users\n}}\n\
         userdb {{\n  driver = static\n  args = {owner} home={folder}/mail\n}}\n\
         namespace inbox {{\n  inbox = yes\n}}\n\
         service imap-login {{\n  inet_listener imap {{\n    port = {port}\n  }}\n  inet_listener imaps {{\n    port = 0\n  }}\n}}\n"
    )
}
