//! Starting other programs, and saying plainly when one fails.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a task stopped, in words for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What a task ends with.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// A failure about which everything has been said.
    pub(crate) fn told() -> Self {
        Self(String::new())
    }

    /// Tells it to the person at the terminal.
    pub(crate) fn tell(&self) {
        if !self.0.is_empty() {
            eprintln!("{self}");
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Returns the root of the clone.
pub(crate) fn root() -> PathBuf {
    // CARGO_MANIFEST_DIR is tools/xtask at build time; the clone may not move between building and running.
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap_or_else(|_| PathBuf::from("."))
}

/// Returns the folder that cargo builds into: `CARGO_TARGET_DIR`, else a cache outside the clone.
pub(crate) fn target() -> PathBuf {
    if let Some(folder) = env::var_os("CARGO_TARGET_DIR") {
        return PathBuf::from(folder);
    }
    match env::var_os("HOME") {
        Some(home) => Path::new(&home).join(".cache/quarterdeck/target"),
        None => root().join("target"),
    }
}

/// Returns a command that starts in the clone and builds into the shared cache.
pub(crate) fn command<I, S>(program: &str, arguments: I) -> Command
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root()).env("CARGO_TARGET_DIR", target());
    // Set by `cargo xtask` for itself; passed on they would make the inner cargo rebuild what the outer one built.
    let of_xtask =
        |name: &str| name == "CARGO" || name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| of_xtask(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end; a failing one is named in the words returned.
pub(crate) fn run(command: &mut Command) -> Outcome {
    say(&spoken(command));
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("failed: {} ({status})", spoken(command)))) }
}

/// Says what is about to happen, set apart from the output of the programs.
pub(crate) fn say(words: &str) {
    eprintln!("\u{25b8} {words}");
}

/// Returns the command as a person would type it.
pub(crate) fn spoken(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Returns the words for a program that could not be started at all.
pub(crate) fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot start `{}`: {error}", spoken(command)))
}

/// Tells whether a program of this name can be found, also in the folders that a plain user's PATH leaves out.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
