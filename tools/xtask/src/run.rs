//! Tasks that start the product: run, demo, bench, corpus, screenshots.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::install;
use crate::postgres::{self, Postgres};
use crate::shell::{self, Failure, Outcome};
use crate::web;

/// Where tests and measurements find the binary they start.
pub(crate) const BINARY: &str = "QUARTERDECK_TEST_BINARY";

/// Builds and starts Quarterdeck; the data folder is `./data` unless the environment or a file names another.
pub(crate) fn run() -> Outcome {
    let binary = build(&[])?;
    become_program(shell::command(&binary.to_string_lossy(), ["serve"]))
}

/// Fills a demo company unless the folder holds one, then starts Quarterdeck on it.
pub(crate) fn demo(folder: &Path, seed: Option<u64>) -> Outcome {
    let binary = build(&[])?;
    let folder = std::env::current_dir()?.join(folder);
    if !folder.join("quarterdeck.db").exists() {
        let mut fill = on(&folder, &binary, &["demo"]);
        if let Some(seed) = seed {
            fill.args(["--seed", &seed.to_string()]);
        }
        shell::run(&mut fill)?;
    }
    become_program(on(&folder, &binary, &["serve"]))
}

/// Builds what `run` starts and measures it, with a PostgreSQL beside it whose commits are durable. The filled databases are
/// kept outside the clone; what is measured is a copy.
pub(crate) fn bench(arguments: &[String]) -> Outcome {
    let binary = build(&["bench"])?;
    let bench = |task: &str| {
        let program = binary.with_file_name("bench");
        let mut command = shell::command(&program.to_string_lossy(), [task]);
        command.args(["--clone", "."]).args(arguments).env(BINARY, &binary);
        command
    };
    let prepared = bench("prepare").stderr(Stdio::inherit()).output()?;
    if !prepared.status.success() {
        return Err(Failure::new("the data to be measured could not be filled in"));
    }
    let kept = PathBuf::from(String::from_utf8_lossy(&prepared.stdout).trim());
    if !kept.exists() {
        let empty = Postgres::durable(None)?;
        shell::run(bench("fill-postgres").env(postgres::VARIABLE, empty.url()))?;
        empty.keep(&kept)?;
    }
    let server = Postgres::durable(Some(&kept))?;
    shell::run(bench("run").env(postgres::VARIABLE, server.url()))
}

/// Kills the server, its database and its disk while mail comes in, and counts what is lost or double.
pub(crate) fn torture(arguments: &[String]) -> Outcome {
    install::ensure(&[install::COMPILER, install::DOVECOT, install::POSTGRESQL])?;
    let binary = build(&["torture"])?;
    let mut torture = shell::command(&binary.with_file_name("torture").to_string_lossy(), arguments);
    shell::run(torture.env(BINARY, &binary))
}

/// Sends a folder of mail through `quarterdeck deliver` into a fresh data folder, and counts what became of it.
pub(crate) fn corpus(data: &Path) -> Outcome {
    let data = data.canonicalize().map_err(|error| Failure::new(format!("{}: {error}", data.display())))?;
    let binary = build(&["bench"])?;
    let mut bench = shell::command(&binary.with_file_name("bench").to_string_lossy(), ["corpus"]);
    shell::run(bench.arg(data).env(BINARY, &binary))
}

/// Takes the pictures for the README, light and dark, from a fresh demo company.
pub(crate) fn screenshots() -> Outcome {
    install::ensure(&[install::CHROMIUM])?;
    let binary = build(&[])?;
    web::dependencies(web::JOURNEYS)?;
    shell::run(web::npm(web::JOURNEYS, &["run", "screenshots"]).env(BINARY, binary))
}

/// Builds web and server as a user runs them, and other programs in one go with it: apart, cargo would build what they share
/// twice whenever they want different features of it.
pub(crate) fn build(others: &[&str]) -> Outcome<PathBuf> {
    install::ensure(&[install::COMPILER])?;
    web::build()?;
    let mut cargo = shell::command("cargo", ["build", "--release", "--package", "server"]);
    for package in others {
        cargo.args(["--package", package]);
    }
    shell::run(&mut cargo)?;
    Ok(shell::target().join("release/quarterdeck"))
}

pub(crate) fn on(folder: &Path, binary: &Path, arguments: &[&str]) -> Command {
    let mut command = shell::command(&binary.to_string_lossy(), arguments);
    command.env("QUARTERDECK_DATA_FOLDER", folder);
    command
}

/// Puts the program in our place, so that signals and the exit code are its own.
fn become_program(mut command: Command) -> Outcome {
    command.env_remove("CARGO_TARGET_DIR");
    let error = command.exec();
    Err(shell::cannot_start(&command, &error))
}
