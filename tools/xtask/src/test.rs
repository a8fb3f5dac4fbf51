//! `cargo xtask test`: every runner in turn, their counts added up in one closing line.

mod counts;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::ValueEnum;

use self::counts::{Counts, Runner};
use crate::check;
use crate::generate;
use crate::install;
use crate::postgres::{self, Postgres};
use crate::run;
use crate::shell::{self, Failure, Outcome};
use crate::web;

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Rust tests on both engines
    Rust,
    /// Unit tests of the staff web
    Web,
    /// Journeys in a real browser against the real binary and real mail servers
    Browser,
}

const PARTS: [Part; 3] = [Part::Rust, Part::Web, Part::Browser];

/// Runs the parts named, or all; with `checks` the checks go first and are counted too.
///
/// The last line printed is `N passed, N failed`; a runner that could not start counts as one failure.
pub(crate) fn run(parts: &[Part], checks: bool) -> Outcome {
    let parts = if parts.is_empty() { &PARTS } else { parts };
    let mut total = Counts::default();
    if checks {
        total += run_checks();
    }
    total += run_parts(parts);
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { Ok(()) } else { Err(Failure::told()) }
}

fn run_checks() -> Counts {
    check::CHECKS
        .iter()
        .map(|check| settle(check.name, || (check.perform)().map(|()| Counts { passed: 1, failed: 0 })))
        .sum()
}

fn run_parts(parts: &[Part]) -> Counts {
    let wants = |part| parts.contains(&part);
    // Held to the end: dropping it stops the server.
    let server = match prepare(parts) {
        Ok(server) => server,
        Err(failure) => {
            shell::say(&format!("cannot prepare the tests: {failure}"));
            return Counts { passed: 0, failed: parts.len() };
        }
    };
    let mut total = Counts::default();
    if wants(Part::Rust) {
        total += settle("Rust tests", || rust(server.as_ref()));
    }
    if wants(Part::Web) {
        total += settle("staff web: unit tests", staff);
    }
    if wants(Part::Browser) {
        total += settle("browser journeys", || journeys(server.as_ref()));
    }
    total
}

/// Installs what is missing and starts the database that both engines' tests need.
fn prepare(parts: &[Part]) -> Outcome<Option<Postgres>> {
    let mut needs = vec![install::COMPILER];
    if parts.contains(&Part::Browser) {
        needs.extend([install::DOVECOT, install::POP3, install::EXIM, install::CHROMIUM, install::OPENSSL]);
        needs.extend([install::POPPLER, install::FAKETIME]);
    }
    let database = parts.iter().any(|part| *part != Part::Web);
    if database {
        needs.push(install::POSTGRESQL);
    }
    install::ensure(&needs)?;
    if database { Postgres::start().map(Some) } else { Ok(None) }
}

/// Runs one step between two headings; a failure to run it at all is one failed test.
fn settle(name: &str, step: impl FnOnce() -> Outcome<Counts>) -> Counts {
    println!("\n──── {name} ────");
    let start = Instant::now();
    let counts = step().unwrap_or_else(|failure| {
        println!("{failure}");
        Counts { passed: 0, failed: 1 }
    });
    println!("──── {name}: {} passed, {} failed in {} s", counts.passed, counts.failed, start.elapsed().as_secs());
    counts
}

fn rust(server: Option<&Postgres>) -> Outcome<Counts> {
    check::build_everything()?;
    let nextest =
        Command::new("cargo").args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let (arguments, runner): (&[&str], _) = if nextest.is_ok_and(|status| status.success()) {
        (&["nextest", "run", "--workspace", "--no-fail-fast"], Runner::Nextest)
    } else {
        (&["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"], Runner::CargoTest)
    };
    let mut command = shell::command("cargo", arguments);
    if let Some(server) = server {
        command.env(postgres::VARIABLE, server.url());
    }
    count(&mut command, runner)
}

fn staff() -> Outcome<Counts> {
    web::dependencies(web::STAFF)?;
    count(&mut web::npm(web::STAFF, &["test"]), Runner::Vitest)
}

fn journeys(server: Option<&Postgres>) -> Outcome<Counts> {
    web::build()?;
    check::build_everything()?;
    web::dependencies(web::JOURNEYS)?;
    let mut command = web::npm(web::JOURNEYS, &["test"]);
    command.env(run::BINARY, generate::binary());
    if let Some(server) = server {
        command.env(postgres::VARIABLE, server.url());
    }
    count(&mut command, Runner::Playwright)
}

/// Runs a test runner, shows its output as it comes and reads the counts out of it.
fn count(command: &mut Command, runner: Runner) -> Outcome<Counts> {
    shell::say(&shell::spoken(command));
    // One pipe for both streams keeps their order.
    let (reader, writer) = std::io::pipe()?;
    command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR");
    let mut child = command.spawn().map_err(|error| shell::cannot_start(command, &error))?;
    // Our own writing ends go with the settings of the command; only then does reading come to an end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut counts = Counts::default();
    for line in BufReader::new(reader).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        counts += runner.read(&line);
    }
    Ok(counts.judged(child.wait()?.success()))
}
