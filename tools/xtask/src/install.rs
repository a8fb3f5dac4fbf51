//! What the tasks need from Debian's packages: looked for first, installed only when missing.

use std::fs;
use std::process::{Command, Stdio};

use crate::postgres;
use crate::shell::{self, Failure, Outcome};

/// A thing that a task needs and the package that brings it.
#[derive(Clone, Copy)]
pub(crate) struct Need {
    package: &'static str,
    present: fn() -> bool,
}

pub(crate) const COMPILER: Need = Need { package: "build-essential", present: || found("cc") };
pub(crate) const POSTGRESQL: Need = Need { package: "postgresql", present: || postgres::binaries().is_some() };
pub(crate) const DOVECOT: Need = Need { package: "dovecot-imapd", present: || exists("/usr/lib/dovecot/imap") };
pub(crate) const POP3: Need = Need { package: "dovecot-pop3d", present: || exists("/usr/lib/dovecot/pop3") };
pub(crate) const EXIM: Need = Need { package: "exim4-daemon-light", present: || found("exim4") };
pub(crate) const CHROMIUM: Need = Need { package: "chromium", present: || exists("/usr/bin/chromium") };
pub(crate) const PYTHON: Need = Need { package: "python3-venv", present: || found("python3") };
pub(crate) const OPENSSL: Need = Need { package: "openssl", present: || found("openssl") };
/// Turns the pages of a PDF into pictures and text.
pub(crate) const POPPLER: Need = Need { package: "poppler-utils", present: || found("pdftoppm") };
/// Starts a program with another clock, for what happens only at an hour.
pub(crate) const FAKETIME: Need = Need { package: "faketime", present: || found("faketime") };

/// Keeps Debian from starting the daemons it installs: the tests run their own on other ports. A machine that has a
/// policy of its own keeps it.
const SCRIPT: &str = r#"
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
apt-get update -q
apt-get install -q -y --no-install-recommends "$@"
"#;

/// Installs what is missing among `needs`, or says which command a person with the rights should run.
pub(crate) fn ensure(needs: &[Need]) -> Outcome {
    let missing: Vec<&str> = needs.iter().filter(|need| !(need.present)()).map(|need| need.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let advice = format!("run this as an administrator, then try again:\n    apt-get install {}", missing.join(" "));
    if shell::find("apt-get").is_none() {
        return Err(Failure::new(format!(
            "these programs are missing, and this machine has no apt-get: {}",
            missing.join(" ")
        )));
    }
    let mut command = if is_root() {
        Command::new("sh")
    } else if may_sudo() {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        return Err(Failure::new(format!("some programs are missing and you may not install them; {advice}")));
    };
    shell::say(&format!("installing {}", missing.join(" ")));
    let status = command.args(["-c", SCRIPT, "install"]).args(&missing).stdin(Stdio::null()).status()?;
    if !status.success() {
        return Err(Failure::new(format!("installing failed; {advice}")));
    }
    match needs.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) => Err(Failure::new(format!("{} was installed but its program was not found", need.package))),
    }
}

/// Checks that Node.js is there and new enough; Debian 12's own is too old to be installed in its place.
pub(crate) fn node() -> Outcome {
    let words = "Node.js 20 or newer and npm are needed: https://nodejs.org";
    let output = Command::new("node").arg("--version").output().map_err(|_| Failure::new(words))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) || !found("npm") {
        return Err(Failure::new(format!("{words} (found `{version}`)")));
    }
    Ok(())
}

/// Tells whether this program runs as root.
pub(crate) fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("Uid:")).and_then(|ids| ids.split_whitespace().nth(1)) == Some("0")
}

fn may_sudo() -> bool {
    let quiet = Command::new("sudo").args(["-n", "true"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

fn found(program: &str) -> bool {
    shell::find(program).is_some()
}

fn exists(file: &str) -> bool {
    fs::exists(file).unwrap_or(false)
}
